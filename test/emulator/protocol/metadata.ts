/** `metadata`: an owner's own notes on any object. Source: docs.stripe.com/api/metadata */
import { type Rule, text, wrong } from './params.ts'

const METADATA_LIMITS = { keys: 50, key: 40, value: 500 }

/** Key → value, null where the value is to be removed; the whole is null when everything is. */
export const metadata: Rule<Record<string, string | null> | null> = {
  read(value, { param }) {
    if (value === '') return null
    if (typeof value === 'string') throw wrong('Invalid metadata: must be a hash', param)
    // Keys 0, 1, 2… arrive as a list; its indexes are those keys.
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => {
        const name = `${param}[${key}]`
        if (key.length > METADATA_LIMITS.key)
          throw wrong(
            `Metadata keys must be under ${METADATA_LIMITS.key} characters long. The key you specified (${key}) was ${key.length} characters long.`,
            name,
          )
        const string = text(entry, name)
        if (string.length > METADATA_LIMITS.value)
          throw wrong(
            `Metadata values must be under ${METADATA_LIMITS.value} characters, but the value for key '${key}' was ${string.length} characters long.`,
            name,
          )
        return [key, string || null]
      }),
    )
  },
}

/** Lays new metadata over old, as every update of Stripe's does. @throws ApiError 400 above 50 keys. */
export function mergeMetadata(
  old: Record<string, string>,
  sent: Record<string, string | null> | null | undefined,
): Record<string, string> {
  if (sent === null) return {}
  const merged = Object.entries({ ...old, ...sent }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  )
  if (merged.length > METADATA_LIMITS.keys)
    throw wrong(
      `You can specify up to ${METADATA_LIMITS.keys} metadata keys, but this object would have ${merged.length}.`,
      'metadata',
    )
  return Object.fromEntries(merged)
}
