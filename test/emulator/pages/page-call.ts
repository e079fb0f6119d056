/** What a page of the stand-in's own does something with: an account's objects, and nobody's key. */
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import { SDK_VERSION } from '../protocol/versions.ts'
import type { State } from '../state.ts'

/** @param base public origin. */
export const pageCall = (state: State, base: string, account: string, path: string): Call => ({
  state,
  objects: state.accounts[account]!,
  account,
  key: 'secret',
  version: SDK_VERSION,
  path,
  requestId: nextId(state, 'req', 14),
  idempotencyKey: null,
  base,
})
