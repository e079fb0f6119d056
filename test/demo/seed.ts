/** Puts the demo's sites and offers into the Worker, through the doors an operator uses. */
import { OFFERS, sites } from './data.ts'

/** Run again on a kept state, it adds what is missing, the shop's origins for one, and changes nothing else. */
export async function seed(worker: string, adminToken: string, shopPort: number): Promise<void> {
  const ask = async (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${worker}/v1/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })

  for (const { id, key, ...site } of sites(shopPort)) {
    if (await created(await ask('POST', '/sites', { id, key, ...site }))) continue
    const { origins } = (await (await ask('GET', `/sites/${id}`)).json()) as { origins: string[] }
    await done(await ask('PATCH', `/sites/${id}`, { origins: [...new Set([...origins, ...site.origins])] }))
  }
  for (const { archived, ...offer } of OFFERS) {
    const path = `/sites/acme/offers`
    const isNew = await created(await ask('POST', path, offer))
    if (archived && isNew) await done(await ask('DELETE', `${path}/${offer.id}`))
  }
}

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
