/** Keeps what a visitor's page says of a purchase beside its terms: email, name, the owner's reference and metadata. */
import { writeParticulars } from '../db/checkouts.ts'
import { type Checkout, hasMoney, type Particulars, redescribe } from '../domain/checkout.ts'
import { type Flow, reread, TRIES } from './flow.ts'

/**
 * The last page that asks is the one that is paid: its reference is the purchase's. Once money moved, nothing changes any more.
 * An intent that exists keeps the metadata that it was made with.
 */
export async function describe({ db, now }: Flow, id: string, particulars: Particulars): Promise<Checkout> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const seen = await reread(db, id)
    const next = hasMoney(seen.status) ? null : redescribe(seen, particulars)
    if (!next) return seen
    if (await writeParticulars(db, next, now)) return { ...next, version: seen.version + 1, updated: now }
  }
  throw new Error(`checkout ${id} moved ${TRIES} times while it was described`)
}
