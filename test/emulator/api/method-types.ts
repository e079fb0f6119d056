/** Which ways to pay an intent takes. The stand-in's account has one: cards. */
import { invalid } from '../protocol/errors.ts'

/** The fields that both kinds of intents have for it. */
interface MethodTypes {
  allowed_payment_method_types: string[] | null
  automatic_payment_methods: { allow_redirects: 'always' | 'never'; enabled: true } | null
  excluded_payment_method_types: string[] | null
  payment_method_types: string[]
}

interface Sent {
  allowed_payment_method_types?: string[] | null
  automatic_payment_methods?: { allow_redirects?: 'always' | 'never'; enabled: boolean }
  excluded_payment_method_types?: string[] | null
  payment_method_types?: string[]
}

const ENABLED = ['card']

const NAMES = { payment_intent: 'Payment Intent', setup_intent: 'Setup Intent' } as const

/** At most one of them may be sent. Source: docs.stripe.com/changelog/dahlia/2026-07-29/allowed-payment-method-types-parameter */
const EXCLUSIVE = [
  'allowed_payment_method_types',
  'automatic_payment_methods',
  'payment_method_types',
] as const

/** Before, an intent that named no types took cards. Source: docs.stripe.com/changelog/2023-08-16/automatic-payment-methods */
const AUTOMATIC_BY_DEFAULT = '2023-08-16'

export function methodTypesOf(
  sent: Sent,
  version: string,
  object: 'payment_intent' | 'setup_intent',
): MethodTypes {
  const [first, second] = [...EXCLUSIVE, ...(sent.allowed_payment_method_types ? EXCLUDED : [])].filter(
    (name) => sent[name],
  )
  if (second !== undefined)
    throw invalid(`You may only specify one of these parameters: ${first}, ${second}.`, {
      code: 'parameters_exclusive',
      param: second,
    })
  const {
    allowed_payment_method_types: allowed,
    payment_method_types: exact,
    automatic_payment_methods: automatic,
  } = sent
  const excluded = sent.excluded_payment_method_types ?? []
  const named = allowed ?? exact
  const usable = ENABLED.filter((type) => (named?.includes(type) ?? true) && !excluded.includes(type))
  if (usable.length === 0)
    throw invalid(`No valid payment method types for this ${NAMES[object]}. The stand-in has cards only.`, {
      code: `${object}_invalid_parameter`,
      param: named ? first! : 'excluded_payment_method_types',
    })
  const isAutomatic = !named && (automatic?.enabled ?? version >= AUTOMATIC_BY_DEFAULT)
  return {
    allowed_payment_method_types: allowed ?? null,
    automatic_payment_methods: isAutomatic
      ? { allow_redirects: automatic?.allow_redirects ?? 'always', enabled: true }
      : null,
    excluded_payment_method_types: excluded.length > 0 ? excluded : null,
    payment_method_types: usable,
  }
}

const EXCLUDED = ['excluded_payment_method_types'] as const
