/** The README's lists are the code's: what an operator copies from it is all there is. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
const README = read('README.md')

const matches = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, found]) => found!))].sort()

/** "invoice.paid .voided": what a line leaves out is that of the name before it. */
function events(block: string): string[] {
  let family = ''
  return block
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => {
      if (!word.startsWith('.')) family = word.slice(0, word.lastIndexOf('.'))
      return word.startsWith('.') ? family + word : word
    })
    .sort()
}

it('names the events of Stripe that the Worker hears', () => {
  const listed = README.match(/```\n(payment_intent\.[\s\S]+?)```/)![1]!
  expect(events(listed)).toEqual(matches(read('worker/stripe/events.ts'), /'([a-z_]+(?:\.[a-z_]+)+)'/g))
})

it('names the problem codes that the doors answer', () => {
  const table = README.match(/\| status \| problem codes \|\n([\s\S]+?)\n\n/)![1]!
  expect(matches(table, /`([a-z]+(?:_[a-z]+)*)`/g)).toEqual(
    matches(read('worker/problem.ts'), /^ {2}([a-z_]+): \[\d/gm),
  )
})

it('names the reasons that access is answered with', () => {
  const table = README.match(/\| reason \| allowed \| until \|\n([\s\S]+?)\n\n/)![1]!
  expect(matches(table, /`([a-z]+(?:_[a-z]+)*)`/g)).toEqual(
    matches(read('worker/domain/access.ts'), /^ {2}\| '([a-z_]+)'/gm),
  )
})
