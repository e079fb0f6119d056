/** `/v1/webhook_endpoints`. The signing secret is shown once, when the endpoint is made. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { nextId } from '../ids.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { missing, refused } from '../protocol/errors.ts'
import { list } from '../protocol/lists.ts'
import { mergeMetadata, metadata } from '../protocol/metadata.ts'
import {
  array,
  boolean,
  expandParam,
  id,
  pagination,
  type Rule,
  required,
  string,
} from '../protocol/params.ts'
import { isVersion } from '../protocol/versions.ts'
import { lookUp, type State } from '../state.ts'
import type { StoredEndpoint } from '../webhooks.ts'

/** Tests run on loopback, so plain http is taken; Stripe takes it for test keys too. */
const webUrl: Rule<string> = {
  read(value, at) {
    const address = id.read(value, at)
    if (!URL.canParse(address) || !/^https?:/.test(address))
      throw refused(400, 'Invalid URL: An explicit scheme (such as https) must be provided.', {
        code: 'url_invalid',
        param: at.param,
      })
    return address
  },
}

const apiVersion: Rule<string> = {
  read(value, at) {
    const version = id.read(value, at)
    if (!isVersion(version)) throw refused(400, `Invalid API version: ${version}`, { param: at.param })
    return version
  },
}

const updateParams = {
  description: string(),
  disabled: boolean,
  enabled_events: array(id),
  expand: expandParam,
  metadata,
  url: webUrl,
} satisfies Record<keyof Stripe.WebhookEndpointUpdateParams, Rule<unknown>>

const createParams = {
  api_version: apiVersion,
  connect: boolean,
  description: string(),
  enabled_events: required(array(id)),
  expand: expandParam,
  metadata,
  url: required(webUrl),
} satisfies Record<keyof Stripe.WebhookEndpointCreateParams, Rule<unknown>>

interface NewEndpoint {
  url: string
  secret: string
  enabled_events: string[]
  api_version?: string | null
  connect?: boolean
  description?: string | null
  metadata?: Record<string, string>
}

export function registerEndpoint(state: State, made: NewEndpoint): StoredEndpoint {
  const stored: StoredEndpoint = {
    endpoint: {
      id: nextId(state, 'we'),
      object: 'webhook_endpoint',
      api_version: made.api_version ?? null,
      application: null,
      created: now(state),
      description: made.description ?? null,
      enabled_events: made.enabled_events,
      livemode: false,
      metadata: made.metadata ?? {},
      status: 'enabled',
      url: made.url,
    },
    secret: made.secret,
    connect: made.connect ?? false,
  }
  state.webhook_endpoints[stored.endpoint.id] = stored
  return stored
}

function find({ state }: Call, endpointId: string): StoredEndpoint {
  const stored = lookUp(state.webhook_endpoints, endpointId)
  if (!stored) throw missing('webhook endpoint', endpointId, 'webhook_endpoint')
  return stored
}

export const webhookEndpoints = [
  endpoint({
    method: 'POST',
    path: '/v1/webhook_endpoints',
    keys: 'secret',
    params: createParams,
    returns: 'webhook_endpoint',
    run({ state }, { metadata: sent, expand: _expand, ...params }) {
      const secret = nextId(state, 'whsec', 32)
      const made = registerEndpoint(state, { ...params, secret, metadata: mergeMetadata({}, sent) })
      return { ...made.endpoint, secret }
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/webhook_endpoints',
    keys: 'secret',
    params: pagination satisfies Record<keyof Stripe.WebhookEndpointListParams, Rule<unknown>>,
    returns: 'webhook_endpoint',
    list: true,
    run: ({ state, path }, page) =>
      list(
        Object.values(state.webhook_endpoints).map((stored) => stored.endpoint),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/webhook_endpoints/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'webhook_endpoint',
    run: (call, _params, { id: endpointId = '' }) => find(call, endpointId).endpoint,
  }),
  endpoint({
    method: 'POST',
    path: '/v1/webhook_endpoints/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'webhook_endpoint',
    run(call, { metadata: sent, disabled, expand: _expand, ...plain }, { id: endpointId = '' }) {
      const { endpoint: stored } = find(call, endpointId)
      Object.assign(stored, plain)
      stored.metadata = mergeMetadata(stored.metadata, sent)
      if (disabled !== undefined) stored.status = disabled ? 'disabled' : 'enabled'
      return stored
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/webhook_endpoints/:id',
    keys: 'secret',
    params: {},
    run(call, _params, { id: endpointId = '' }) {
      find(call, endpointId)
      delete call.state.webhook_endpoints[endpointId]
      for (const delivery of call.state.deliveries) {
        if (delivery.endpoint === endpointId && delivery.status === 'pending') delivery.status = 'failed'
      }
      return { id: endpointId, object: 'webhook_endpoint', deleted: true }
    },
  }),
]
