/** What a source file imports and does, from its syntax tree. */
import { posix } from 'node:path'
import { parseSync } from 'vite'
import type { Thing } from './table.ts'

export interface Found<T> {
  what: T
  line: number
}

export interface Source {
  /** Files as paths of this repository, packages by name. */
  imports: (Found<string> & { types: boolean })[]
  things: Found<Thing>[]
  /** Whether it hands on what other files export. */
  reExports: boolean
  lines: number
}

interface Node {
  type: string
  start: number
  [key: string]: unknown
}

/** @param path Of this repository, with forward slashes. @throws Error for what cannot be parsed. */
export function readSource(path: string, text: string): Source {
  const { program, module, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const line = (offset: number): number => text.slice(0, offset).split('\n').length
  const target = (specifier: string): string =>
    specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier

  const exports = module.staticExports.flatMap(({ start, entries }) =>
    entries.flatMap((entry) =>
      entry.moduleRequest ? [{ what: entry.moduleRequest.value, start, types: entry.isType }] : [],
    ),
  )
  const imports = module.staticImports.map(({ start, moduleRequest, entries }) => ({
    what: moduleRequest.value,
    start,
    types: entries.length > 0 && entries.every((entry) => entry.isType),
  }))
  const dynamic = module.dynamicImports.map(({ start, moduleRequest }) => ({
    what: text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
    start,
    types: false,
  }))
  const inline: typeof imports = []
  const things: Found<Thing>[] = []
  visit(program as unknown as Node, (node) => {
    const thing = thingOf(node)
    if (thing) things.push({ what: thing, line: line(node.start) })
    if (node.type === 'TSImportType') {
      inline.push({ what: String((node.source as Node).value), start: node.start, types: true })
    }
  })
  return {
    imports: [...imports, ...exports, ...dynamic, ...inline].map(({ what, start, types }) => ({
      what: target(what),
      line: line(start),
      types,
    })),
    things,
    reExports: exports.length > 0,
    lines: text.split('\n').length - 1,
  }
}

const GLOBALS: Record<string, Thing> = {
  fetch: 'fetch',
  XMLHttpRequest: 'fetch',
  env: 'env',
  performance: 'clock',
  ...Object.fromEntries(
    'document window localStorage sessionStorage navigator location customElements'
      .split(' ')
      .map((name) => [name, 'DOM']),
  ),
}

const MEMBERS: Record<string, Thing> = {
  'Date.now': 'clock',
  'Math.random': 'chance',
  'crypto.getRandomValues': 'chance',
  'crypto.randomUUID': 'chance',
  'globalThis.fetch': 'fetch',
  'self.fetch': 'fetch',
}

function thingOf(node: Node): Thing | undefined {
  if (node.type === 'Identifier')
    return Object.hasOwn(GLOBALS, String(node.name)) ? GLOBALS[String(node.name)] : undefined
  if (node.type === 'MemberExpression') {
    const [object, property] = [node.object as Node, node.property as Node]
    if (property.name === 'prepare' || property.name === 'batch') return 'SQL'
    return property.name === 'env' ? 'env' : MEMBERS[`${object.name}.${property.name}`]
  }
  if (node.type === 'NewExpression') {
    const isNow = (node.callee as Node).name === 'Date' && (node.arguments as unknown[]).length === 0
    return isNow ? 'clock' : undefined
  }
  return node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await)
    ? 'await'
    : undefined
}

/** Names that are no use of a value: of properties, and in types. */
const nameOnly = (node: Node, key: string): boolean =>
  (!node.computed && (key === 'key' || key === 'property')) ||
  ['typeAnnotation', 'typeArguments', 'typeParameters', 'returnType'].includes(key) ||
  ['TSTypeAliasDeclaration', 'TSInterfaceDeclaration', 'ImportDeclaration', 'ExportSpecifier'].includes(
    node.type,
  )

function visit(node: Node, see: (node: Node) => void, types = false): void {
  if (!types || node.type === 'TSImportType') see(node)
  for (const [key, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') visit(child, see, types || nameOnly(node, key))
    }
  }
}
