/** Holds sources against the table of rules. */
import { globSync, readFileSync } from 'node:fs'
import { posix, sep } from 'node:path'
import { readSource } from './source.ts'
import { longestFile, RULES } from './table.ts'

/** @param root Of the repository. @returns a sentence for every place where a rule is broken. */
export function judgeRepository(root: string): string[] {
  return globSync('{worker,widget,test}/**/*.{ts,tsx,js}', {
    cwd: root,
    exclude: (path) => path.includes('node_modules'),
  })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => !path.endsWith('.d.ts'))
    .sort()
    .flatMap((path) => judge(path, readFileSync(posix.join(root, path), 'utf8')))
}

/** @param path Of this repository, with forward slashes. */
export function judge(path: string, text: string): string[] {
  const source = readSource(path, text)
  const at = (line: number, sentence: string): string => `${path}:${line} ${sentence}`
  const broken: string[] = []
  if (source.lines > longestFile(path)) {
    broken.push(at(source.lines, `is longer than ${longestFile(path)} lines`))
  }
  if (/(^|\/)index\.tsx?$/.test(path) && source.reExports) broken.push(at(1, 'is a barrel'))

  const rule = RULES.find(({ place }) => within(path, place))
  if (!rule) return broken
  for (const { what, line, types } of source.imports) {
    const listed = [...(rule.run ?? []), ...(types ? (rule.types ?? []) : [])].some((one) =>
      within(what, one),
    )
    const refused = [...(rule.refused ?? []), ...(types ? [] : (rule.refusedAtRunTime ?? []))]
    if ((rule.run && !listed) || refused.some((one) => within(what, one))) {
      broken.push(at(line, `${rule.place} may not import ${what}${types ? '' : ' at run time'}`))
    }
  }
  for (const { what, line } of source.things) {
    if (rule.never?.includes(what)) broken.push(at(line, `${rule.place} never has ${what}`))
  }
  return broken
}

const within = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`)
