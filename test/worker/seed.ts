/** The two sites that the tests know, and what they sell. */
import { admin, SHOP } from './harness.ts'

export async function seed(): Promise<void> {
  for (const [id, origin] of [
    ['acme', SHOP],
    ['other', 'https://other.example'],
  ] as const) {
    await admin('POST', '/sites', { id, name: id, origins: [origin], key: `sk_site_${id}_demo` })
    const offer = (body: object) =>
      admin('POST', `/sites/${id}/offers`, { mode: 'payment', currency: 'usd', ...body })
    await offer({ id: 'mug', name: 'Mug', amount: 1200, limits: { quantity: { min: 1, max: 10 } } })
    await offer({ id: 'tee', name: 'Tee', amount: 2500, collect: { email: 'required' } })
    await offer({ id: 'poster', name: 'Poster', amount: 500, currency: 'jpy' })
    await offer({
      id: 'tip',
      name: 'Tip',
      limits: { amount: { min: 300, max: 50000, presets: [500, 1000] } },
    })
    const monthly = { mode: 'subscription', amount: 900, plan_group: 'club' }
    const month = { interval: 'month' }
    const week = { ...month, trial_period_days: 7 }
    await offer({ id: 'club', name: 'Club', ...monthly, recurring: month, allow_promotion_codes: true })
    await offer({ id: 'club-plus', name: 'Club plus', ...monthly, amount: 1500, recurring: month })
    await offer({ id: 'club-trial', name: 'Club', ...monthly, recurring: week, plan_group: null })
    await offer({
      id: 'club-free',
      name: 'Club',
      ...monthly,
      plan_group: null,
      recurring: { ...week, payment_method_collection: 'if_required' },
    })
    await offer({
      id: 'seats',
      name: 'Seats',
      mode: 'subscription',
      amount: 800,
      recurring: month,
      limits: { quantity: { min: 1, max: 50 } },
    })
    await offer({ id: 'card', name: 'A card', mode: 'setup' })
    await offer({ id: 'gone', name: 'Gone', amount: 900 })
    await admin('DELETE', `/sites/${id}/offers/gone`)
  }
}
