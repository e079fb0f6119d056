/** The time of a request. Cron brings its own: the jobs are told. */

/** Unix seconds. */
export const now = (): number => Math.floor(Date.now() / 1000)
