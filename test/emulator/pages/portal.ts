/**
 * `/p/session/{key}`: the customer portal, made on the server, without a script, in English. A GET changes nothing but when the
 * session ends; only the way back from the bank finishes what was begun before.
 */
import { type Context, Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import type { Stripe } from 'stripe'
import { ApiError } from '../protocol/errors.ts'
import type { Perform } from '../protocol/perform.ts'
import { lookUp, MERCHANT_NAME, type State } from '../state.ts'
import { cardForm, type Read, reader } from './card-form.ts'
import type { Html } from './console-parts.ts'
import { frame, headers, message, section } from './customer-page.ts'
import { ACTIONS, type ActionName, actionOf, isAction, makeDefault } from './portal-actions.ts'
import {
  cancelSection,
  cardsSection,
  detailsSection,
  invoicesSection,
  subscriptionsSection,
  updateSection,
} from './portal-sections.ts'
import { open, subscriptionsOf, type Visit } from './portal-visit.ts'

export interface Portal {
  state: State
  base: string
  perform: Perform
}

const NOT_AUTHENTICATED = 'Your bank did not confirm this card. It was not added; you can try again.'

export function portalPages({ state, base, perform }: Portal): Hono {
  const visited = (c: Context): Visit | null => open(state, base, c.req.param('key') ?? '')
  const over = (c: Context) => c.html(overPage(), 404, headers())
  const show = (c: Context, visit: Visit, sections: (Html | '')[], status: 200 | 400 = 200) =>
    c.html(page(visit, sections), status, headers(waysBack(visit)))

  return (
    new Hono()
      .get('/:key', (c) => {
        const visit = visited(c)
        if (!visit) return over(c)
        const { flow } = visit.session
        return show(c, visit, flow ? [flowSection(visit, flow)] : home(visit))
      })
      .get('/:key/home', (c) => {
        const visit = visited(c)
        return visit ? show(c, visit, [done(c.req.query('done')), ...home(visit)]) : over(c)
      })
      .get('/:key/done', (c) => {
        const visit = visited(c)
        return visit ? show(c, visit, [confirmation(visit)]) : over(c)
      })
      .get('/:key/:what/:subscription', (c) => {
        const visit = visited(c)
        const { what, subscription: id } = c.req.param()
        const found = visit && subscriptionsOf(visit).find((one) => one.id === id)
        const ask = found && lookUp(QUESTIONS, what)
        if (!found || !ask || !visit.features[ask.feature].enabled) return over(c)
        return show(c, visit, [ask.section(visit, found)])
      })
      .get('/:key/added', (c) => {
        const visit = visited(c)
        if (!visit) return over(c)
        const intent = lookUp(visit.call.objects.setup_intents, c.req.query('setup_intent') ?? '')
        if (intent?.customer !== visit.customer.id) return over(c)
        if (intent.status !== 'succeeded') return refuse(c, visit, 'card', NOT_AUTHENTICATED)
        if (visit.customer.invoice_settings.default_payment_method !== intent.payment_method)
          perform(visit.call, makeDefault(visit, intent.payment_method as string))
        return c.redirect(after(visit, 'card'), 303)
      })
      // Any page could send a form here if it knew the key.
      .post('/:key/:action', csrf(), async (c) => {
        const visit = visited(c)
        const { action: name } = c.req.param()
        if (!visit || !isAction(name) || !visit.features[actionOf(name).feature].enabled) return over(c)
        const read = reader(await c.req.formData())
        try {
          const result = perform(visit.call, actionOf(name).order(visit, read))
          if (name === 'card') return c.redirect(added(visit, result as Stripe.SetupIntent), 303)
          return c.redirect(after(visit, name), 303)
        } catch (error) {
          if (!(error instanceof ApiError)) throw error
          return refuse(c, visit, name, error.body.message, read)
        }
      })
      .onError((error) => {
        if (error instanceof HTTPException) return error.getResponse()
        throw error
      })
  )

  /** @returns where a card that is being added leads: to the bank first, where it wants that. */
  function added(visit: Visit, { next_action, payment_method }: Stripe.SetupIntent): string {
    if (next_action?.redirect_to_url) return next_action.redirect_to_url.url!
    perform(visit.call, makeDefault(visit, payment_method as string))
    return after(visit, 'card')
  }

  /** The same page again, with what was wrong and what was typed; never with a card's numbers. */
  function refuse(c: Context, visit: Visit, name: ActionName, sentence: string, read: Read = () => '') {
    const flow = flowOf(visit, name)
    const typed = name === 'details' ? read : undefined
    const sections = flow ? [flowSection(visit, flow, typed)] : home(visit, typed)
    return show(c, visit, [message('alert', sentence), ...sections], 400)
  }
}

/** Where a session leads back to: without its flow, and with it. */
const waysBack = ({ session }: Visit): string[] =>
  [session.return_url, session.flow?.after_completion.redirect?.return_url].filter((url) => url != null)

/** A flow hides the rest of the portal until it is done. */
const page = ({ path, session }: Visit, sections: readonly (Html | '')[]): Html =>
  frame(
    MERCHANT_NAME,
    [
      ...(session.flow ? [] : [html`<a href="${path}/home">Your account</a>`]),
      ...(session.return_url ? [html`<a href="${session.return_url}">Return to ${MERCHANT_NAME}</a>`] : []),
    ],
    sections,
  )

/** For an address that is no key, or no longer one. */
const overPage = (): Html =>
  frame(
    MERCHANT_NAME,
    [],
    [
      section('over', 'This link is over', [
        html`<p>Links to your account end after a short while. Go back to the shop, and open your account from there again.</p>`,
      ]),
    ],
  )

const home = (visit: Visit, typed?: Read): (Html | '')[] => {
  const { features } = visit
  return [
    subscriptionsSection(visit),
    features.payment_method_update.enabled ? cardsSection(visit) : '',
    features.customer_update.enabled ? detailsSection(visit, typed) : '',
    features.invoice_history.enabled ? invoicesSection(visit) : '',
  ]
}

/** What is asked about a subscription before anything is done. */
const QUESTIONS = {
  cancel: { feature: 'subscription_cancel', section: cancelSection },
  update: { feature: 'subscription_update', section: updateSection },
} as const

/** One thing, and no way to the others. */
function flowSection(visit: Visit, flow: Stripe.BillingPortal.Session.Flow, typed?: Read): Html {
  if (flow.type === 'payment_method_update')
    return section('card', 'Update your payment method', [
      cardForm(`${visit.path}/card`, 'New card', 'Add card'),
    ])
  if (flow.type === 'customer_update') return detailsSection(visit, typed)
  const { subscription_cancel: canceled, subscription_update: updated } = flow
  const id = (canceled ?? updated)!.subscription
  const found = subscriptionsOf(visit).find((one) => one.id === id)
  if (!found) return section('gone', 'Your subscription', [html`<p>It has ended.</p>`])
  return QUESTIONS[canceled ? 'cancel' : 'update'].section(visit, found)
}

/** The flow of the session, where an action completes it. */
const flowOf = ({ session: { flow } }: Visit, name: ActionName): Stripe.BillingPortal.Session.Flow | null =>
  flow && flow.type === actionOf(name).flow ? flow : null

/** Where one comes to when an action is done. */
function after(visit: Visit, name: ActionName): string {
  const completed = flowOf(visit, name)?.after_completion
  if (completed?.redirect) return completed.redirect.return_url
  if (completed?.hosted_confirmation) return `${visit.path}/done`
  return `${visit.path}/home?done=${name}`
}

const confirmation = ({ session }: Visit): Html =>
  section('done', 'Done', [
    html`<p>${session.flow?.after_completion.hosted_confirmation?.custom_message ?? 'Your changes were saved.'}</p>`,
  ])

const done = (name = ''): Html | '' => (isAction(name) ? message('status', ACTIONS[name].done) : '')
