/** What the console shows: objects, events with their deliveries, requests, faults. Newest first; it reads the state and changes nothing. */
import { html } from 'hono/html'
import type { Delivery } from '../deliveries.ts'
import type { LoggedRequest } from '../requests.ts'
import type { Collection, Objects, State } from '../state.ts'
import { type Html, objectLink, sendAgain, table, time } from './console-parts.ts'

const OBJECTS_SHOWN = 20
const EVENTS_SHOWN = 50
const REQUESTS_SHOWN = 50

/** The fields of Stripe's objects that the tables show, where an object has them. */
interface Shown {
  id: string
  object: string
  created?: number
  name?: string | null
  code?: string
  amount?: number
  amount_due?: number
  amount_requested?: number
  unit_amount_decimal?: unknown
  amount_off?: number | null
  percent_off?: number | null
  currency?: string | null
  status?: string | null
  active?: boolean
  valid?: boolean
  metadata?: Record<string, string> | null
}

/** What an account holds, by type; not the stand-in's own notes beside it, whose values are no objects of Stripe's. */
const collections = (objects: Objects): [Collection, Shown[]][] =>
  Object.entries(objects)
    .map(([name, byId]): [Collection, Shown[]] => [name as Collection, Object.values(byId).filter(isShown)])
    .filter(([name, items]) => items.length > 0 && name !== 'events')

const isShown = (value: unknown): value is Shown =>
  typeof value === 'object' && value !== null && 'id' in value && 'object' in value

export function objectsSection({ accounts }: State): Html {
  const shown = Object.entries(accounts).map(([account, objects]) => {
    const types = collections(objects)
    return html`<h3>Account ${account}</h3>
${types.length === 0 ? html`<p>Nothing yet.</p>` : types.map(([name, items]) => objectTable(account, name, items))}`
  })
  return html`<section aria-labelledby="objects"><h2 id="objects">Objects</h2>${shown}</section>`
}

/** Columns in which an object of the type has something. */
const COLUMNS: Record<string, (object: Shown) => string | Html | undefined> = {
  Name: ({ name, code }) => name ?? code,
  Status: ({ status, active, valid = active }) =>
    status ?? (valid === undefined ? undefined : valid ? 'active' : 'inactive'),
  'Amount, minor units': ({ percent_off, currency, ...shownAs }) => {
    const { amount, amount_due, amount_off, amount_requested, unit_amount_decimal } = shownAs
    const shown = amount ?? amount_due ?? amount_requested ?? amount_off ?? unit_amount_decimal
    if (percent_off) return html`<span class="number">${percent_off} %</span>`
    return shown === undefined || shown === null
      ? undefined
      : html`<span class="number">${String(shown)} ${currency}</span>`
  },
  Metadata: ({ metadata }) =>
    Object.keys(metadata ?? {}).length === 0
      ? undefined
      : html`${Object.entries(metadata!).map(([key, value]) => html`<div>${key}: ${value}</div>`)}`,
  'Created (UTC)': ({ created }) => (created === undefined ? undefined : time(created)),
}

function objectTable(account: string, name: Collection, items: Shown[]): Html {
  const newest = items.slice(-OBJECTS_SHOWN).reverse()
  const columns = Object.entries(COLUMNS).filter(([, cell]) =>
    newest.some((item) => cell(item) !== undefined),
  )
  return html`<details open><summary>${items.length} ${name}</summary>
${table(
  items.length > newest.length ? `The newest ${newest.length} of ${name}` : `All ${name}`,
  ['Id', ...columns.map(([title]) => title)],
  newest.map((item) => [objectLink(account, name, item.id), ...columns.map(([, cell]) => cell(item) ?? '')]),
)}</details>`
}

export function eventsSection(state: State): Html {
  const all = Object.entries(state.accounts).flatMap(([account, { events }]) =>
    Object.values(events).map((event) => ({ ...event, account })),
  )
  const newest = all.slice(-EVENTS_SHOWN).reverse()
  const rows = newest.map(({ id, type, account, created, data }) => [
    objectLink(account, 'events', id),
    type,
    (data.object as Partial<Shown>).id ?? '',
    time(created),
    deliveries(state, id),
    sendAgain(id),
  ])
  return html`<section aria-labelledby="events"><h2 id="events">Events and deliveries</h2>
${
  rows.length === 0
    ? html`<p>None yet.</p>`
    : table(
        `The newest ${newest.length} of ${all.length}`,
        ['Event', 'Type', 'Object', 'Created (UTC)', 'Deliveries', 'Action'],
        rows,
      )
}</section>`
}

const TONE: Record<Delivery['status'], string> = {
  pending: '',
  delivered: 'good',
  failed: 'bad',
  dropped: 'bad',
}

function deliveries({ deliveries, webhook_endpoints }: State, event: string): Html {
  const of = deliveries.filter((delivery) => delivery.event === event)
  if (of.length === 0) return html`nobody asked for it`
  return html`${of.map(({ endpoint, status, attempts }) => {
    const url = webhook_endpoints[endpoint]?.endpoint.url ?? `${endpoint}, deleted`
    return html`<div><span class="${TONE[status]}">${status}</span>, ${tries(attempts)}, ${url}</div>`
  })}`
}

const tries = (attempts: number) => (attempts === 1 ? '1 attempt' : `${attempts} attempts`)

export function requestsSection({ requests }: State): Html {
  const newest = requests.slice(-REQUESTS_SHOWN).reverse()
  const rows = newest.map(({ request_id, method, path, status, idempotency_key, stripe_account }) => [
    html`${method} ${path}`,
    answered(status),
    idempotency_key ?? '',
    stripe_account ?? '',
    request_id,
  ])
  return html`<section aria-labelledby="requests"><h2 id="requests">Requests</h2>
${
  rows.length === 0
    ? html`<p>None yet.</p>`
    : table(
        `The newest ${newest.length} of ${requests.length}`,
        ['Call', 'Status', 'Idempotency key', 'Stripe-Account', 'Request'],
        rows,
      )
}</section>`
}

const answered = (status: LoggedRequest['status']): Html =>
  status === null
    ? html`<span class="bad">no answer</span>`
    : html`<span class="${status < 400 ? 'good' : 'bad'}">${status}</span>`

export function faultsSection({ faults }: State): Html {
  const rows = faults.map(({ method, path, times, ...what }) => [
    html`${method ?? 'any'} ${path}`,
    Object.entries(what)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    times,
  ])
  return html`<section aria-labelledby="waiting"><h2 id="waiting">Faults waiting</h2>
${rows.length === 0 ? html`<p>None.</p>` : table('In the order in which they are tried', ['Call', 'What happens', 'Times left'], rows)}</section>`
}
