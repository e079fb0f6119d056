/** Who calls: the key, its kind, and the account it acts in. */
import { PLATFORM_ACCOUNT, type State } from '../state.ts'
import { ApiError, refused } from './errors.ts'

export interface Keys {
  secretKeys: readonly string[]
  publishableKeys: readonly string[]
}

export interface Caller {
  key: 'secret' | 'publishable'
  account: string
}

/** @throws ApiError 401 without a key that exists; 403 for an account the platform is not connected to. */
export function authenticate(keys: Keys, state: State, headers: Headers): Caller {
  const key = presentedKey(headers.get('Authorization'))
  if (key === null)
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    )
  const kind = keys.secretKeys.includes(key)
    ? 'secret'
    : keys.publishableKeys.includes(key)
      ? 'publishable'
      : null
  if (kind === null) throw unauthorized(`Invalid API Key provided: ${redacted(key)}`)

  const account = headers.get('Stripe-Account') ?? PLATFORM_ACCOUNT
  if (!Object.hasOwn(state.accounts, account))
    throw refused(
      403,
      `The provided key '${redacted(key)}' does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
      { code: 'account_invalid' },
    )
  return { key: kind, account }
}

const unauthorized = (message: string) => new ApiError(401, { type: 'invalid_request_error', message }, false)

function presentedKey(authorization: string | null): string | null {
  const [scheme = '', credentials = ''] = (authorization ?? '').split(' ')
  if (/^bearer$/i.test(scheme)) return credentials || null
  if (!/^basic$/i.test(scheme) || !/^[A-Za-z0-9+/]+={0,2}$/.test(credentials)) return null
  const [user = ''] = atob(credentials.replace(/=+$/, '')).split(':')
  return user || null
}

const redacted = (key: string) =>
  key.length < 12
    ? '*'.repeat(key.length)
    : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`

export const secretKeyRequired = (): ApiError =>
  refused(
    403,
    'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
    { code: 'secret_key_required' },
  )
