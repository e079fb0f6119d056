/** One door of the API as data: its path, its parameters, who may use it, and what it does. */
import type { Objects, State } from '../state.ts'
import type { ObjectName } from './expandable-targets.ts'
import type { Caller } from './keys.ts'
import type { Params, Table } from './params.ts'

/** What an endpoint runs with. Everything in it is synchronous, so no two requests ever see half of each other. */
export interface Call {
  state: State
  objects: Objects
  account: string
  /** `door` when no key is asked for: the challenge pages, whose path holds the secret. */
  key: Caller['key'] | 'door'
  version: string
  /** The path as requested, for `url` in lists. */
  path: string
  requestId: string
  /** Nobody asked: a clock reached the time at which it was due. */
  byClock?: true
  idempotencyKey: string | null
  /** Public origin of the stand-in, for the pages it sends browsers to. */
  base: string
}

export interface Endpoint<T extends Table = Table> {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  /** `secret`: a publishable key is refused. `any`: both. `door`: no key at all. */
  keys: 'secret' | 'any' | 'door'
  params: T
  /** The parameters a publishable key may send; with a secret key, all of `params`. */
  publishable?: readonly (keyof T)[]
  /** What the answer is, for `expand`; a list when `list`. Absent when nothing can be expanded. */
  returns?: ObjectName
  list?: true
  run(call: Call, params: Params<T>, path: Record<string, string>): object
}

/** Lets `run` see the types of its own table, while tables of endpoints hold one type. */
export const endpoint = <T extends Table>(definition: Endpoint<T>): Endpoint =>
  definition as unknown as Endpoint
