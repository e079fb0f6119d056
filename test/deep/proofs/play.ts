/** Plays a history to its quiet end, and holds it against the rules all along. */
import type { Stripe } from 'stripe'
import { accessIsRight, letsInRightly } from './access.ts'
import { Watch } from './checks.ts'
import type { History } from './history.ts'
import { quiet } from './quiet.ts'
import { newStage } from './stage.ts'
import { playStep } from './steps.ts'
import { together } from './turns.ts'
import { ask, Faults } from './wire.ts'
import { carryBy, newWorld } from './world.ts'

type Hear = (event: Stripe.EventBase) => void

/**
 * @param hear what else hears of each webhook that the Worker took.
 * @throws Broken where a rule does not hold.
 */
export async function play({ adversary, actions }: History, hear: Hear = () => {}): Promise<void> {
  await newWorld(adversary)
  const watch = new Watch()
  carryBy((request) => carry(request, watch, hear))
  const stage = await newStage()
  for (const action of actions) {
    if (action.what === 'together')
      await together(
        action.steps.map((step) => () => playStep(stage, step)),
        action.order,
      )
    else await playStep(stage, action)
    await watch.look()
    await letsInRightly()
  }
  await quiet(stage.lost, stage.ours)
  await accessIsRight()
  await watch.look()
}

/** Takes a webhook to the Worker. What is acknowledged is in D1. */
async function carry(request: Request, watch: Watch, hear: Hear): Promise<Response> {
  const [copy, event] = [request.clone(), request.clone().json<Stripe.EventBase>()]
  const known = watch.customers
  const response = (await ask(request, new Faults()))!
  if (!response.ok) return response
  await watch.acknowledged(copy, known)
  hear(await event)
  return response
}
