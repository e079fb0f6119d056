/** Client secrets, refused before any request when they cannot be one. */
import { IntegrationError } from './errors.ts'

interface Secret {
  /** pi_… or seti_… */
  intent: string
  secret: string
}

const FORM = /^((?:pi|seti)_[A-Za-z0-9]+)_secret_[A-Za-z0-9]+$/

/**
 * @param what - how the message names the value: `intent secret`.
 * @throws IntegrationError
 */
export function parseSecret(where: string, secret: unknown, what: string): Secret {
  const intent = typeof secret === 'string' ? FORM.exec(secret)?.[1] : undefined
  if (!intent) {
    const invalid =
      what === 'clientSecret'
        ? `Invalid value for ${where}: clientSecret should be`
        : `Invalid value for ${where} ${what}: value should be`
    throw new IntegrationError(
      `${invalid} a client secret of the form \${id}_secret_\${secret}. You specified: ${secret}.`,
    )
  }
  return { intent, secret: secret as string }
}

type Noun = 'PaymentIntent' | 'SetupIntent'

/** @returns what a client secret is of. */
export const nounOf = ({ intent }: Secret): Noun =>
  intent.startsWith('seti_') ? 'SetupIntent' : 'PaymentIntent'

/** @throws IntegrationError also for the secret of the other kind of intent. */
export function parseSecretOf(noun: Noun, where: string, secret: unknown): Secret {
  const parsed = parseSecret(where, secret, 'intent secret')
  const given = nounOf(parsed)
  if (given !== noun)
    throw new IntegrationError(
      `Invalid value for ${where} intent secret: value should be a ${noun} client secret. You specified: a ${given} client secret.`,
    )
  return parsed
}
