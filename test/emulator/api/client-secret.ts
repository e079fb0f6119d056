/** The client secret, which allows a publishable key to read and confirm one intent. */
import type { Call } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { missingParam } from '../protocol/params.ts'
import type { Intent } from './challenges.ts'

const NAMES = { payment_intent: 'PaymentIntent', setup_intent: 'SetupIntent' } as const

/** @throws ApiError 400 */
export function checkSecret({ key }: Call, intent: Intent, sent: string | undefined): void {
  if (key === 'publishable' && sent === undefined) throw missingParam('client_secret')
  if (sent !== undefined && sent !== intent.client_secret)
    throw invalid(
      `The client_secret provided does not match any associated ${NAMES[intent.object]} on this account.`,
      { code: `${intent.object}_invalid_parameter`, param: 'client_secret' },
    )
}
