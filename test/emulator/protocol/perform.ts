/**
 * What an endpoint does, for the stand-in's own pages: with its parameters checked and its events recorded, and without a request.
 * So nothing of it is logged, counted or kept under a key, and no fault meets it.
 */
import type { Call, Endpoint } from './endpoint.ts'
import type { RawParams } from './form.ts'
import { readParams } from './params.ts'

export interface Order {
  method: Endpoint['method']
  /** As the endpoint has it, `/v1/customers/:id`. */
  path: string
  /** What stands for the names in the path. */
  ids?: Record<string, string>
  params?: RawParams
}

/** @throws ApiError as the API answers. */
export type Perform = (call: Call, order: Order) => object

export const performer =
  (endpoints: readonly Endpoint[]): Perform =>
  (call, { method, path, ids = {}, params = {} }) => {
    const endpoint = endpoints.find((one) => one.method === method && one.path === path)
    if (!endpoint) throw new Error(`There is no endpoint ${method} ${path}.`)
    return endpoint.run(call, readParams(endpoint.params, params, call.version), ids)
  }
