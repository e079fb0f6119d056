/** The operator creates, changes and archives sites. */
import { Hono } from 'hono'
import { now } from '../../clock.ts'
import {
  archiveSite,
  deleteOtherSiteKeys,
  findSite,
  insertSite,
  insertSiteKey,
  listSites,
  updateSite,
} from '../../db/sites.ts'
import { type App, livemode } from '../../env.ts'
import { readBody } from '../../guard/body.ts'
import { sha256 } from '../../keys/digest.ts'
import { newSiteKey } from '../../keys/site.ts'
import { problem } from '../../problem.ts'
import { toSiteObject } from '../views.ts'
import { defined, taken } from './common.ts'
import { NewSite, SiteChange } from './schema.ts'

export const adminSites = new Hono<App>()
  .get('/', async (c) => {
    const data = (await listSites(c.env.DB)).map(toSiteObject)
    return c.json({ object: 'list', data, has_more: false })
  })

  .post('/', async (c) => {
    const body = await readBody(c, NewSite)
    if (!body.ok) return problem(c, body.error)
    const { id, name, origins, stripe_account, key = newSiteKey() } = body.value
    // A key of the operator's own choosing may be weak: it is for demos and tests.
    if (body.value.key !== undefined && livemode(c.env))
      return problem(c, {
        code: 'parameter_invalid',
        param: 'key',
        message: 'Choose keys in test mode only.',
      })
    const created = now()
    const site = {
      id,
      name,
      origins,
      stripeAccount: stripe_account,
      archived: null,
      created,
      updated: created,
    }
    if (!(await insertSite(c.env.DB, site, await sha256(key))))
      return problem(c, (await findSite(c.env.DB, id)) ? taken('id') : taken('key'))
    return c.json({ ...toSiteObject(site), key }, 201)
  })

  .get('/:site', async (c) => {
    const site = await findSite(c.env.DB, c.req.param('site'))
    return site ? c.json(toSiteObject(site)) : problem(c, { code: 'site_unknown' })
  })

  .patch('/:site', async (c) => {
    const body = await readBody(c, SiteChange)
    if (!body.ok) return problem(c, body.error)
    const site = await findSite(c.env.DB, c.req.param('site'))
    if (!site) return problem(c, { code: 'site_unknown' })
    const { stripe_account: stripeAccount = site.stripeAccount, ...rest } = body.value
    const changed = { ...site, ...defined(rest), stripeAccount, updated: now() }
    await updateSite(c.env.DB, changed)
    if (body.value.archived === null) await archiveSite(c.env.DB, site.id, null, changed.updated)
    return c.json(toSiteObject(changed))
  })

  .delete('/:site', async (c) => {
    const site = await findSite(c.env.DB, c.req.param('site'))
    if (!site) return problem(c, { code: 'site_unknown' })
    const archived = site.archived ?? now()
    await archiveSite(c.env.DB, site.id, archived, now())
    return c.json(toSiteObject({ ...site, archived, updated: now() }))
  })

  /** A further key, shown once. `?only=true` takes the older ones away. */
  .post('/:site/keys', async (c) => {
    const site = await findSite(c.env.DB, c.req.param('site'))
    if (!site) return problem(c, { code: 'site_unknown' })
    const key = newSiteKey()
    const hash = await sha256(key)
    await insertSiteKey(c.env.DB, site.id, hash, now())
    if (c.req.query('only') === 'true') await deleteOtherSiteKeys(c.env.DB, site.id, hash)
    return c.json({ object: 'site_key', site: site.id, key }, 201)
  })
