/** `expand`: opening references. Source: docs.stripe.com/api/expanding_objects */
import type { Objects } from '../state.ts'
import { refused } from './errors.ts'
import { EXPANDABLE } from './expandable.ts'
import type { Detail, Former, Included, ObjectName, Target } from './expandable-targets.ts'
import { list } from './lists.ts'

const LEVELS = 4

/** Checked before anything is executed: a request that cannot be answered as asked must not change anything. */
export function checkExpand(paths: string[], object: ObjectName, isList: boolean, version: string): void {
  for (const path of paths) {
    const full = isList ? stripData(path) : path
    const unexpandable = () =>
      refused(400, `This property cannot be expanded (${path}).`, { param: 'expand' })
    if (path.split('.').length > LEVELS)
      throw refused(400, `You cannot expand more than ${LEVELS} levels of a property (${path}).`, {
        param: 'expand',
      })
    if (full === null) throw unexpandable()
    let at: ObjectName | null = object
    for (let rest = full; rest !== ''; ) {
      const step: Step | undefined = at === null ? undefined : nextStep(at, rest)
      if (!step || (isFormer(step.target) && version >= step.target.until)) throw unexpandable()
      at = nameOf(step.target)
      rest = step.rest
    }
  }
}

const stripData = (path: string) => (path.startsWith('data.') ? path.slice('data.'.length) : null)

interface Step {
  field: string
  target: Target
  rest: string
}

function nextStep(object: ObjectName, path: string): Step | undefined {
  const fields: Record<string, Target> = EXPANDABLE[object]
  const field = Object.keys(fields).find((name) => path === name || path.startsWith(`${name}.`))
  if (field === undefined) return undefined
  const target = fields[field]!
  const rest = path.slice(field.length + 1)
  const inList = isIncluded(target) && rest !== ''
  const below = inList ? stripData(rest) : rest
  return below === null ? undefined : { field, target, rest: below }
}

const isIncluded = (target: Target): target is Included => target !== null && 'items' in target

const isDetail = (target: Target): target is Detail => target !== null && 'detail' in target

const isFormer = (target: Target): target is Former => target !== null && 'former' in target

function nameOf(target: Target): ObjectName | null {
  if (target === null || isDetail(target)) return null
  return isIncluded(target) || isFormer(target) ? target.of : target[1]
}

/** @returns a copy in which the paths, checked before, are opened. */
export function expand<T extends object>(objects: Objects, value: T, name: ObjectName, paths: string[]): T {
  const copy: T = structuredClone(value)
  for (const path of paths) open(objects, copy, name, path)
  return copy
}

export const expandList = <T extends object>(
  objects: Objects,
  items: T[],
  name: ObjectName,
  paths: string[],
): T[] =>
  items.map((item) =>
    expand(
      objects,
      item,
      name,
      paths.map((path) => stripData(path)!),
    ),
  )

function open(objects: Objects, value: object, name: ObjectName, path: string): void {
  const step = nextStep(name, path)
  if (!step?.target) return
  const { target, rest } = step
  const fields = step.field.split('.')
  const last = fields.pop()!
  const holder = fields.reduce<Record<string, unknown> | undefined>(
    (at, key) => at?.[key] as Record<string, unknown> | undefined,
    value as Record<string, unknown>,
  )
  if (!holder) return

  if (isIncluded(target)) {
    const id = holder.id as string
    // A second path may go through what the first has opened.
    holder[last] ??= list(structuredClone(target.items(objects, id)), target.url(id), {})
    if (rest !== '')
      for (const item of (holder[last] as { data: object[] }).data) open(objects, item, target.of, rest)
    return
  }
  if (isDetail(target)) {
    const detail = target.detail(objects, (value as { id: string }).id)
    if (detail) holder[last] = structuredClone(detail)
    return
  }
  const lookUp = opener(objects, target, holder.id as string)
  // Most references are one, discounts are several.
  const reference = holder[last]
  const opened = Array.isArray(reference) ? reference.map(lookUp) : lookUp(reference)
  if (!opened) return
  holder[last] = opened
  if (rest === '') return
  for (const one of Array.isArray(opened) ? opened : [opened])
    open(objects, one as object, nameOf(target)!, rest)
}

/** @returns what gives the object behind a reference; a reference that is open already stays so. */
function opener(
  objects: Objects,
  target: Exclude<Target, Included | Detail | null>,
  id: string,
): (reference: unknown) => unknown {
  if (isFormer(target)) return (reference) => reference ?? structuredClone(target.former(objects, id))
  const [collection, , view] = target
  return (reference) => {
    const kept = typeof reference === 'string' ? structuredClone(objects[collection][reference]) : undefined
    return kept ? (view ? view(kept as never) : kept) : reference
  }
}
