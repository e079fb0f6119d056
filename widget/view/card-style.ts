import type { CardStyle } from '../stripe.ts'

/** Stripe's fields are in frames that our sheet does not reach: they are told how to look. @param root of our own chrome. */
export function cardStyle(root: Element): CardStyle {
  const style = getComputedStyle(root)
  const token = (name: string) => style.getPropertyValue(`--_${name}`).trim()
  return {
    base: {
      color: token('text'),
      iconColor: token('muted'),
      fontFamily: style.fontFamily,
      fontSize: style.fontSize,
      '::placeholder': { color: token('muted') },
    },
    invalid: { color: token('danger'), iconColor: token('danger') },
  }
}
