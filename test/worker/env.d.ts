declare namespace Cloudflare {
  interface Env extends Omit<import('../../worker/env.ts').Env, never> {
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[]
    TEST_ADVERSARY?: string
  }
  interface GlobalProps {
    mainModule: typeof import('../../worker/index.ts')
  }
}
