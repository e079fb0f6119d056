/** The doors, in the order a payment meets them; and what happens without anybody knocking. */
import { Hono } from 'hono'
import { type App, checkConfiguration, type Env } from './env.ts'
import { configured, identify, notFound, unexpected } from './guard/request.ts'
import { runJobs } from './jobs/run.ts'
import { logError } from './log.ts'
import { access } from './routes/access.ts'
import { account } from './routes/account.ts'
import { admin } from './routes/admin.ts'
import { checkouts } from './routes/checkouts.ts'
import { customerTokens } from './routes/customer-tokens.ts'
import { health } from './routes/health.ts'
import { offers } from './routes/offers.ts'
import { customers } from './routes/owner/customers.ts'
import { invoices } from './routes/owner/invoices.ts'
import { payments } from './routes/owner/payments.ts'
import { subscriptions } from './routes/owner/subscriptions.ts'
import { recoverPage, recovery } from './routes/recovery.ts'
import { checkoutReports } from './routes/reports.ts'
import { webhooks } from './routes/webhooks.ts'

const app = new Hono<App>()
  .use(identify, configured)
  .route('/v1/sites', offers) //              what the form shows
  .route('/v1/checkouts', checkouts) //       the visitor starts to pay
  .route('/v1/webhooks', webhooks) //         Stripe rings
  .route('/v1/checkouts', checkoutReports) // the site owner reads
  .route('/v1/payments', payments)
  .route('/v1/subscriptions', subscriptions)
  .route('/v1/customers', customers)
  .route('/v1/invoices', invoices)
  .route('/v1/access', access)
  .route('/v1', customerTokens) //            its server says who its visitor is
  .route('/v1/account', account) //           who sees to cards and subscriptions
  .route('/v1/recovery', recovery) //         who has the link to a failed renewal
  .route('/recover', recoverPage)
  .route('/v1/admin', admin) //               the operator sets up
  .route('/healthz', health)
  .notFound(notFound)
  .onError(unexpected)

export default {
  fetch: app.fetch,

  /** Cron, every five minutes: what lost webhooks left wrong, and what visitors left lying. */
  async scheduled({ scheduledTime }, env) {
    const configuration = checkConfiguration(env)
    if (configuration.ok) await runJobs(env, Math.floor(scheduledTime / 1000))
    else logError('the jobs cannot run', { missing: configuration.error.param ?? null })
  },
} satisfies ExportedHandler<Env>
