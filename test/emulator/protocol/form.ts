/** `application/x-www-form-urlencoded` with Stripe's brackets: `a[b]=1`, `a[0]=1`, `a[]=1`. Values stay text; params.ts reads them. */
import { refused } from './errors.ts'

export type Raw = string | Raw[] | { [key: string]: Raw }
export type RawParams = { [key: string]: Raw }

/** @throws ApiError 400 when one name is used as text and as a hash, or as a hash and as a list. */
export function decodeForm(text: string): RawParams {
  const root: Node = { fields: new Map(), next: 0 }
  for (const [name, value] of new URLSearchParams(text)) insert(root, segments(name), value, name)
  return hashOf(root)
}

/** While reading, a list is a hash with numbers for keys; `next` numbers the `[]` ones. */
interface Node {
  fields: Map<string, Node | string>
  next: number
}

function segments(name: string): string[] {
  const [head = ''] = name.split('[', 1)
  return [head, ...[...name.slice(head.length).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]!)]
}

function insert(node: Node, [segment = '', ...rest]: string[], value: string, name: string): void {
  const existing = segment === '' ? undefined : node.fields.get(segment)
  // `a[][b]=1&a[][c]=2` is one element until a field repeats, as Rack reads it.
  const open = segment === '' && rest.length > 0 ? node.fields.get(String(node.next - 1)) : undefined
  if (typeof open === 'object' && !open.fields.has(rest[0]!)) {
    insert(open, rest, value, name)
    return
  }
  const key = segment === '' ? String(node.next++) : segment
  if (rest.length === 0) {
    if (typeof existing === 'object')
      throw refused(400, 'Invalid request: a name is used twice', { param: name })
    node.fields.set(key, value)
    return
  }
  if (typeof existing === 'string')
    throw refused(400, 'Invalid request: a name is used twice', { param: name })
  const child: Node = existing ?? { fields: new Map(), next: 0 }
  node.fields.set(key, child)
  insert(child, rest, value, name)
}

const hashOf = (node: Node): RawParams =>
  Object.fromEntries(
    [...node.fields].map(([key, child]) => [key, typeof child === 'string' ? child : raw(child)]),
  )

function raw(node: Node): Raw {
  const hash = hashOf(node)
  const length = node.fields.size
  const isList = length > 0 && Array.from({ length }, (_, index) => String(index)).every((key) => key in hash)
  return isList ? Array.from({ length }, (_, index) => hash[index]!) : hash
}
