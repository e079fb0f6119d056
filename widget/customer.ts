/** Whom the page's token names. It is read here, never verified: only the Worker can, and does. Pure. */

/**
 * @returns the token's `sub`, the site's own name of its user; null where the page names nobody; '' where the token cannot
 *   be read, so that whoever it is meant for shares nothing with a visitor without one.
 */
export function subjectOf(token: string | null): string | null {
  if (token === null) return null
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0))
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown }
    return typeof sub === 'string' ? sub : ''
  } catch {
    return ''
  }
}
