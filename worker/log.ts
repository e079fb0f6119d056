/** One JSON line for the operator. Never a key, a client secret, an attempt, an email or a payload. */

type Detail = Record<string, string | number | boolean | null>

/** Something the operator should look at. */
export const logError = (message: string, detail: Detail): void =>
  console.error(JSON.stringify({ level: 'error', message, ...detail }))

/** Something that is counted, not looked at: events of others, for one. */
export const count = (counter: string, detail: Detail): void =>
  console.log(JSON.stringify({ level: 'info', counter, ...detail }))
