/** The operator's doors: one key opens them all. */
import { Hono } from 'hono'
import { now } from '../clock.ts'
import type { App } from '../env.ts'
import { BODY_LIMIT_BYTES, limit } from '../guard/body.ts'
import { runJobs } from '../jobs/run.ts'
import { isOperator } from '../keys/operator.ts'
import { problem } from '../problem.ts'
import { adminOffers } from './admin/offers.ts'
import { adminSites } from './admin/sites.ts'

export const admin = new Hono<App>()
  .use(async (c, next) => {
    const operator = await isOperator(c.req.header('Authorization'), c.env.ADMIN_TOKEN)
    return operator.ok ? next() : problem(c, operator.error)
  })
  .use(limit(BODY_LIMIT_BYTES))
  .route('/sites', adminSites)
  .route('/sites', adminOffers)
  /** What cron does, now. Ask again until `done`. */
  .post('/reconcile', async (c) => c.json(await runJobs(c.env, now())))
