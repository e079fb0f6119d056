/** The rooms that need no browser. Each is a project, so that one can be run alone: `npx vitest run --project worker`. */
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { mutation } from './test/mutants/mutation.ts'

const pure = (name: string, include = [`test/${name}/**/*.test.ts`]) => ({
  plugins: [mutation()],
  test: { name, include, environment: 'node', testTimeout: 20_000, sequence: { groupOrder: 0 } },
})

/** Where dependencies are kept bundled. Vitests that start at once each need a place of their own: `DEEP_CACHE` names it. */
const cacheDir = process.env.DEEP_CACHE ?? 'node_modules/.vite'

/** A room inside workerd, with the whole Worker. @param bindings what its tests are told, beyond the Worker's own. */
const workerd = (
  name: string,
  include: string[],
  groupOrder: number,
  bindings: Record<string, string> = {},
) => ({
  cacheDir,
  plugins: [
    mutation(),
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
          ...bindings,
        },
      },
    })),
  ],
  test: {
    name,
    include,
    setupFiles: ['test/worker/setup.ts'],
    testTimeout: 20_000, // the machine may be busy; nothing here waits that long
    // One isolate for all files: starting workerd costs over a second each. setup.ts empties D1 before every file.
    isolate: false,
    maxWorkers: 1,
    sequence: { groupOrder },
    // stripe's source maps point at files it does not ship; bundling it first silences that and halves the start.
    deps: { optimizer: { ssr: { enabled: true, include: ['stripe', 'hono', 'valibot'] } } },
  },
})

/** Sizes and seed of the proofs: `DEEP_HISTORIES=1000 DEEP_SEED=7 npx vitest run --project deep`. */
const deep = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => name.startsWith('DEEP_')),
) as Record<string, string>

/** Run twice: with our best guesses of what Stripe does, and with the other answers. `ADVERSARY=7` in the environment is a seed. */
const WORKER_TESTS = ['test/worker/**/*.test.ts']
const ADVERSARY = { TEST_ADVERSARY: process.env.ADVERSARY ?? '' }

export default defineConfig({
  test: {
    silent: 'passed-only', // what a passing test logs is no news
    reporters: ['default', './test/annotations.ts'],
    projects: [
      pure('domain'),
      pure('widget'),
      pure('emulator'),
      pure('rules'),
      pure('demo'),
      pure('mutants'),
      workerd('worker', WORKER_TESTS, 1, ADVERSARY),
      workerd('worker-adversary', WORKER_TESTS, 2, { TEST_ADVERSARY: 'other' }),
      workerd('deep', ['test/deep/proofs/**/*.test.ts', 'test/deep/fuzz*.test.ts'], 3, {
        ...deep,
        ...ADVERSARY,
      }),
    ],
  },
})
