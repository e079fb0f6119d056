/** Puts the demo's sites and offers into the Worker, through the doors an operator uses. */
import { type DemoOffer, OFFERS, sites } from './data.ts'

/** Run again on a kept state, it brings sites and offers back to what the table says. */
export async function seed(worker: string, adminToken: string, shopPort: number): Promise<void> {
  const ask = async (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${worker}/v1/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })

  for (const { id, key, ...site } of sites(shopPort)) {
    if (await created(await ask('POST', '/sites', { id, key, ...site }))) continue
    await done(await ask('PATCH', `/sites/${id}`, site))
  }
  for (const { archived, ...offer } of OFFERS) {
    const path = `/sites/acme/offers`
    const isNew = await created(await ask('POST', path, offer))
    if (archived) {
      if (isNew) await done(await ask('DELETE', `${path}/${offer.id}`))
    } else if (!isNew) {
      await done(await ask('PATCH', `${path}/${offer.id}`, changeable(offer)))
    }
  }
}

const changeable = ({ id: _id, mode: _mode, ...rest }: DemoOffer): object => rest

/** False where it is there already: the Worker then refuses the id. */
async function created(response: Response): Promise<boolean> {
  if (response.status === 400) {
    const { error } = (await response.clone().json()) as { error: { param?: string } }
    if (error.param === 'id') return false
  }
  await done(response)
  return true
}

async function done(response: Response): Promise<void> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
}
