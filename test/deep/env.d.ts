declare namespace Cloudflare {
  /** What the proofs are told by the environment of the process that starts them. */
  interface Env {
    DEEP_HISTORIES?: string
    DEEP_SUBSCRIPTIONS?: string
    DEEP_PURCHASES?: string
    DEEP_FUZZ?: string
    /** A whole number; `random` draws one. */
    DEEP_SEED?: string
    /** fast-check's path to one run, as a failure prints it. */
    DEEP_PATH?: string
  }
}
