/** The rooms that need no browser. Each is a project, so that one can be run alone: `npx vitest run --project worker`. */
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const pure = (name: string, include = [`test/${name}/**/*.test.ts`]) => ({
  test: { name, include, environment: 'node', sequence: { groupOrder: 0 } },
})

export default defineConfig({
  test: {
    silent: 'passed-only', // what a passing test logs is no news
    projects: [
      pure('domain'),
      pure('widget'),
      pure('emulator'),
      pure('rules'),
      pure('demo'),
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                TEST_MIGRATIONS: await readD1Migrations('worker/migrations'),
                STRIPE_SECRET_KEY: 'sk_test_demo_0123456789',
                STRIPE_PUBLISHABLE_KEY: 'pk_test_demo_0123456789',
                STRIPE_WEBHOOK_SECRET: 'whsec_demo',
                SIGNING_SECRET: 'signing_demo',
                ADMIN_TOKEN: 'admin_demo',
                STRIPE_API_BASE: 'http://stripe.test',
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          include: ['test/worker/**/*.test.ts'],
          setupFiles: ['test/worker/setup.ts'],
          // One isolate for all files: starting workerd costs over a second each. setup.ts empties D1 before every file.
          isolate: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          // stripe's source maps point at files it does not ship; bundling it first silences that and halves the start.
          deps: { optimizer: { ssr: { enabled: true, include: ['stripe', 'hono', 'valibot'] } } },
        },
      },
    ],
  },
})
