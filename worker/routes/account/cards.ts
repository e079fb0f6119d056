/** A user's saved cards. */
import { Hono } from 'hono'
import * as v from 'valibot'
import type { SetupAnswer } from '../../account-contract.ts'
import { type App, livemode } from '../../env.ts'
import { beginCard, chooseCard, keepCard, removeCard } from '../../flow/cards.ts'
import { readBody } from '../../guard/body.ts'
import { mayCreate } from '../../guard/rate.ts'
import { problem } from '../../problem.ts'
import { attempted, flow, settle } from '../steps.ts'
import { needCustomer, readAccount } from './common.ts'

const SavedSetup = v.strictObject({ setup_intent: v.pipe(v.string(), v.regex(/^seti_\w+$/)) })
const CardChange = v.strictObject({ default: v.literal(true) })

export const accountCards = new Hono<App>()
  .post('/setup_intents', async (c) => {
    const allowed = await mayCreate(c, c.get('site').id)
    if (!allowed.ok) return problem(c, allowed.error)
    const begun = await settle(c, beginCard(flow(c), c.get('site'), c.get('user'), livemode(c.env)))
    if (!begun.ok) return problem(c, begun.error)
    const { id, clientSecret } = begun.value
    const answer: SetupAnswer = { id, object: 'setup_intent', client_secret: clientSecret }
    return c.json(answer, 201)
  })

  .post('/payment_methods', async (c) => {
    const body = await readBody(c, SavedSetup)
    if (!body.ok) return problem(c, body.error)
    const customer = await needCustomer(c)
    if (!customer.ok) return problem(c, customer.error)
    const kept = await attempted(c, keepCard(flow(c), customer.value, body.value.setup_intent))
    return kept.ok ? c.json(await readAccount(c)) : problem(c, kept.error)
  })

  .patch('/payment_methods/:card', async (c) => {
    const body = await readBody(c, CardChange)
    if (!body.ok) return problem(c, body.error)
    const customer = await needCustomer(c)
    if (!customer.ok) return problem(c, customer.error)
    const chosen = await attempted(c, chooseCard(flow(c), customer.value, c.req.param('card')))
    return chosen.ok ? c.json(await readAccount(c)) : problem(c, chosen.error)
  })

  .delete('/payment_methods/:card', async (c) => {
    const customer = await needCustomer(c)
    if (!customer.ok) return problem(c, customer.error)
    const removed = await attempted(c, removeCard(flow(c), customer.value, c.req.param('card')))
    return removed.ok ? c.json(await readAccount(c)) : problem(c, removed.error)
  })
