/** The customer portal in a browser: by the bank and back, back to the shop, and on a small screen. */
import { expect } from '@playwright/test'
import { asServer, test } from './fixture.ts'

type Demo = Parameters<typeof asServer>[0]

/** A member of the club, in the portal. @returns the address, and whose it is. */
async function portal(demo: Demo, form: Record<string, string> = {}) {
  const { id: customer } = await asServer(demo, '/v1/customers', {
    email: 'ada@example.com',
    payment_method: 'pm_card_visa',
    'invoice_settings[default_payment_method]': 'pm_card_visa',
  })
  const { id: price } = await asServer(demo, '/v1/prices', {
    currency: 'usd',
    unit_amount: '900',
    'recurring[interval]': 'month',
    'product_data[name]': 'The club of those who like long names for what they subscribe to',
  })
  const { id: subscription } = await asServer(demo, '/v1/subscriptions', {
    customer,
    'items[0][price]': price,
  })
  const own = Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, value.replace('{subscription}', subscription)]),
  )
  const session = await asServer(demo, '/v1/billing_portal/sessions', { customer, ...own })
  return { url: (session as unknown as { url: string }).url, customer }
}

test('a card goes by the bank and comes back as the default', async ({ page, demo }) => {
  await page.goto((await portal(demo)).url)
  await page.getByText('Add a card').first().click()
  await page.getByLabel('Card number').fill('4000002760003184')
  await page.getByLabel('Expires').fill('12 / 34')
  await page.getByLabel('Security code').fill('123')
  await page.getByRole('button', { name: 'Add card' }).click()
  await page.locator('#test-source-authorize-3ds').click()
  await expect(page.getByRole('status')).toHaveText('Your card was added. It will be charged from now on.')
  await expect(page.getByRole('row', { name: /3184/ })).toContainText('Default')
})

test('a subscription is canceled, and the form leads back to the shop on another origin', async ({
  page,
  demo,
}) => {
  const back = `${demo.shop}/bare`
  const { url } = await portal(demo, {
    'flow_data[type]': 'subscription_cancel',
    'flow_data[subscription_cancel][subscription]': '{subscription}',
    'flow_data[after_completion][type]': 'redirect',
    'flow_data[after_completion][redirect][return_url]': back,
  })
  await page.goto(url)
  await page.getByRole('button', { name: 'Cancel subscription' }).click()
  await page.waitForURL(back)
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`nothing scrolls sideways at 320 px, and everything can be reached, ${colorScheme}`, async ({
    page,
    demo,
  }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width: 320, height: 640 })
    const { url } = await portal(demo, { return_url: `${demo.shop}/bare` })
    await page.goto(url)
    await page.getByText('Add a card').first().click()
    const wide = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      return scrollWidth - clientWidth
    })
    expect(wide).toBeLessThanOrEqual(0)
    for (const target of await page.locator('a, button, summary, input:not([type=hidden])').all()) {
      await target.focus()
      await expect(target).toBeFocused()
      const box = await target.boundingBox()
      expect(box!.x).toBeGreaterThanOrEqual(0)
      expect(box!.x + box!.width).toBeLessThanOrEqual(320)
    }
  })
