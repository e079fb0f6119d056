/** Lists in the README and in docs are the code's: what somebody copies from them is all there is. And their links lead somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
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
  const table = read('docs/users.md').match(/\| reason \| allowed \| until \|\n([\s\S]+?)\n(?:\n|$)/)![1]!
  expect(matches(table, /`([a-z]+(?:_[a-z]+)*)`/g)).toEqual(
    matches(read('worker/domain/access.ts'), /^ {2}\| '([a-z_]+)'/gm),
  )
})

it.each([
  ['checkout', 'README.md'],
  ['account', 'docs/account.md'],
  ['recovery', 'docs/account.md'],
])('names the events %s-… that an element tells its page', (element, page) => {
  const told = matches(read('widget/events.ts'), new RegExp(`^ {2}'(${element}-[a-z]+)'`, 'gm'))
  expect(told).not.toEqual([])
  expect(matches(read(page), new RegExp(`\`(${element}-[a-z]+)\``, 'g'))).toEqual(told)
})

it('names the custom properties that style an element', () => {
  const listed = read('docs/element.md').match(/`--edge-checkout-`: ([\s\S]+?)\. Parts:/)![1]!
  const sheets = read('widget/view/style.ts') + read('widget/account/view/style.ts')
  expect(matches(listed, /`([a-z-]+)`/g)).toEqual(matches(sheets, /--edge-checkout-([a-z-]+)/g))
})

const DOCS = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'))
const PAGES = ['README.md', 'test/emulator/README.md', ...DOCS.map((name) => `docs/${name}`)]

/** Its prose: what stands in code is no link and no heading. */
const prose = (page: string): string => read(page).replace(/^```[\s\S]+?^```/gm, '')

/** Where links and pictures of a page lead, other sites left out. */
const targets = (page: string): string[] =>
  matches(prose(page), /(?:\]\(|\b(?:src|srcset|href)=")([^)"\s]+)/g).filter(
    (target) => !target.includes('://'),
  )

/** As GitHub names a heading: its words in lower case, with hyphens. */
const anchors = (page: string): string[] =>
  [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )

it.each(PAGES)('%s links to what is there', (page) => {
  const broken = targets(page).filter((target) => {
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : normalize(join(dirname(page), path))
    return !existsSync(join(ROOT, file)) || (anchor !== undefined && !anchors(file).includes(anchor))
  })
  expect(broken).toEqual([])
})

it('leaves no page of docs, and no picture, that nothing leads to', () => {
  const led = PAGES.flatMap((page) => targets(page).map((target) => normalize(join(dirname(page), target))))
  const [light, dark] = ['light', 'dark'].map((theme) => new RegExp(`-${theme}(?=\\.png$)`))
  const seen = led.flatMap((path) => [path, path.replace(light!, '-dark'), path.replace(dark!, '-light')])
  const there = [
    ...DOCS.map((name) => `docs/${name}`),
    ...readdirSync(join(ROOT, 'docs/images')).map((name) => `docs/images/${name}`),
  ]
  expect(there.filter((path) => !seen.includes(path))).toEqual([])
})
