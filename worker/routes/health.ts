/** Is this Worker able to take a payment? */
import { Hono } from 'hono'
import { isMigrated } from '../db/health.ts'
import { type App, livemode } from '../env.ts'
import { problem } from '../problem.ts'

export const health = new Hono<App>().get('/', async (c) => {
  if (!(await isMigrated(c.env.DB)))
    return problem(c, {
      code: 'not_configured',
      param: 'DB',
      message: 'D1 has no tables yet: run the migrations.',
    })
  return c.json({ ok: true, livemode: livemode(c.env) })
})
