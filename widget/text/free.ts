/** What is said instead where nothing is charged at once: a free start, a card that is only saved. Pure. */
import type { Key } from './en.ts'

const FREE: Partial<Record<Key, Key>> = {
  paying: 'paying_free',
  authenticating: 'authenticating_free',
  not_arrived: 'not_arrived_free',
  unknown_outcome: 'unknown_outcome_free',
}

export const wording = (key: Key, free: boolean): Key => (free && FREE[key]) || key
