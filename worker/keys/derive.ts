/** Secrets that sign or verify, each derived from the one that the operator sets: nothing in D1 can forge a signature. */
import { hmac } from './digest.ts'

/** What a secret is for: none of them opens what another does. */
export type Purpose = 'customer_token' | 'recovery'

/** Goes up to make every secret another one, and all that was signed worthless. */
const VERSION = 1

/**
 * The secret of a site for a purpose: 64 hex digits, whose ASCII bytes are the key, so that every JWT library takes it as it is.
 * @param signingSecret `SIGNING_SECRET`: another one, other secrets.
 */
export const derive = (signingSecret: string, purpose: Purpose, site: string): Promise<string> =>
  hmac(signingSecret, `${purpose}\n${site}\n${VERSION}`)
