/** The console's forms: each is one control, whose fields a browser's form can send. What may be sent is decided by the control alone. */
import { BEHAVIOURS } from '../adversary.ts'
import { ORDERS } from '../deliveries.ts'
import { FAULT_ACTIONS } from '../faults.ts'
import { AFTER_RETRIES, type State } from '../state.ts'

export interface Field {
  name: string
  label: string
  /** `list`: the one value becomes a list of one. */
  kind: 'text' | 'number' | 'boolean' | 'list'
  /** What is chosen from; the empty one leaves the field out. */
  options?: readonly string[]
  /** What stands in it at first; nothing when absent. */
  value?: (state: State) => string | number | null
  /** What an empty field says; left out when absent. */
  empty?: null
}

export interface Form {
  title: string
  method: 'POST' | 'PUT' | 'DELETE'
  /** Below `/_emulator`. */
  path: string
  button: string
  explains?: string
  fields: readonly Field[]
}

const copies: Field = { name: 'copies', label: 'Copies', kind: 'number' }
const order: Field = { name: 'order', label: 'Order', kind: 'text', options: ORDERS }
const concurrency: Field = { name: 'concurrency', label: 'At the same time', kind: 'number' }

export const FORMS = {
  webhooks: {
    title: 'Webhooks',
    method: 'PUT',
    path: '/webhooks',
    button: 'Set webhooks',
    fields: [
      {
        name: 'mode',
        label: 'Mode',
        kind: 'text',
        options: ['auto', 'manual'],
        value: ({ delivery_mode }) => delivery_mode.mode,
      },
      {
        name: 'delay_ms',
        label: 'Delay, ms',
        kind: 'number',
        value: ({ delivery_mode }) => delivery_mode.delay_ms,
      },
      { ...copies, value: ({ delivery_mode }) => delivery_mode.copies },
      { ...order, value: ({ delivery_mode }) => delivery_mode.order },
      { ...concurrency, value: ({ delivery_mode }) => delivery_mode.concurrency },
      {
        name: 'drop',
        label: 'Share lost, 0 to 1',
        kind: 'number',
        value: ({ delivery_mode }) => delivery_mode.drop,
      },
    ],
  },
  deliver: {
    title: 'Deliver what is pending',
    method: 'POST',
    path: '/webhooks/deliver',
    button: 'Deliver pending',
    explains: 'Now, whatever the mode. Empty fields are as set under Webhooks.',
    fields: [
      { name: 'events', label: 'Events', kind: 'text', options: ['pending'], value: () => 'pending' },
      copies,
      { ...order, options: ['', ...ORDERS] },
      concurrency,
    ],
  },
  roll: {
    title: 'Signing secret',
    method: 'POST',
    path: '/webhooks/roll',
    button: 'Roll secret',
    explains: 'Of the demo’s endpoint. Until the old one expires, both sign.',
    fields: [
      { name: 'secret', label: 'New secret', kind: 'text', value: () => 'whsec_new' },
      { name: 'expires_in_s', label: 'The old one expires in, seconds', kind: 'number', value: () => 3600 },
    ],
  },
  faults: {
    title: 'Faults',
    method: 'POST',
    path: '/faults',
    button: 'Add fault',
    explains: 'The next API calls that match.',
    fields: [
      { name: 'method', label: 'Method', kind: 'text', options: ['', 'GET', 'POST', 'DELETE'] },
      { name: 'path', label: 'Path, * is anything', kind: 'text', value: () => '/v1/payment_intents*' },
      { name: 'times', label: 'Times', kind: 'number', value: () => 1 },
      { name: 'action', label: 'What happens', kind: 'text', options: FAULT_ACTIONS },
      { name: 'status', label: 'Status', kind: 'number', value: () => 500 },
      { name: 'code', label: 'Error code', kind: 'text' },
      { name: 'should_retry', label: 'Should retry', kind: 'boolean', options: ['', 'true', 'false'] },
      { name: 'delay_ms', label: 'Delay, ms', kind: 'number' },
    ],
  },
  clear: {
    title: 'Clear faults',
    method: 'DELETE',
    path: '/faults',
    button: 'Clear faults',
    fields: [],
  },
  billing: {
    title: 'Subscriptions',
    method: 'PUT',
    path: '/billing',
    button: 'Set subscriptions',
    explains: 'What one becomes when the last try to collect its invoice has failed.',
    fields: [
      {
        name: 'after_retries',
        label: 'After retries',
        kind: 'text',
        options: AFTER_RETRIES,
        value: ({ billing }) => billing.after_retries,
      },
    ],
  },
  limits: {
    title: 'Rate limit',
    method: 'PUT',
    path: '/limits',
    button: 'Set limit',
    explains: 'Empty: none. A sandbox of Stripe’s has 25.',
    fields: [
      {
        name: 'per_second',
        label: 'Calls a second',
        kind: 'number',
        value: ({ limits }) => limits.per_second,
        empty: null,
      },
    ],
  },
  adversary: {
    title: 'Adversary',
    method: 'PUT',
    path: '/adversary',
    button: 'Set adversary',
    explains: `Where ${Object.keys(BEHAVIOURS).length} things about Stripe are only remembered: a seed takes either answer, “other” never our guess. Empty: off.`,
    fields: [
      {
        name: 'seed',
        label: 'Seed or “other”',
        kind: 'number',
        value: ({ adversary }) => adversary,
        empty: null,
      },
    ],
  },
  clock: {
    title: 'Clock',
    method: 'POST',
    path: '/clock',
    button: 'Move forward',
    explains: 'What becomes due on the way is done, and in auto delivered.',
    fields: [{ name: 'advance_s', label: 'Seconds', kind: 'number', value: () => 3600 }],
  },
  reset: {
    title: 'Reset',
    method: 'POST',
    path: '/reset',
    button: 'Reset everything',
    explains: 'Everything is gone but the demo’s endpoint and promotion code; switches and faults too.',
    fields: [
      { name: 'seed', label: 'Seed', kind: 'number' },
      { name: 'now', label: 'Clock stands at, unix seconds', kind: 'number' },
      { name: 'api_version', label: 'API version of the account', kind: 'text' },
      { name: 'webhook_api_version', label: 'API version of its webhooks', kind: 'text' },
    ],
  },
  again: {
    title: 'Send again',
    method: 'POST',
    path: '/webhooks/deliver',
    button: 'Send again',
    fields: [{ name: 'events', label: 'Event', kind: 'list' }],
  },
} as const satisfies Record<string, Form>

export type FormName = keyof typeof FORMS

export const isForm = (name: string): name is FormName => Object.hasOwn(FORMS, name)

/** What the control is sent. A number that is none goes as it is, so that the control refuses it by name. */
export function bodyOf({ fields }: Form, sent: FormData): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const { name, kind, empty } of fields) {
    const text = String(sent.get(name) ?? '').trim()
    if (text !== '') body[name] = VALUES[kind](text)
    else if (empty === null) body[name] = null
  }
  return body
}

const VALUES: Record<Field['kind'], (text: string) => unknown> = {
  text: (text) => text,
  number: (text) => (Number.isNaN(Number(text)) ? text : Number(text)),
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  list: (text) => [text],
}
