/** The `style` option of an element as a style sheet. Written through CSSOM, so a value can never become a rule. */
import type {
  StripeElementCSSProperties,
  StripeElementStyle,
  StripeElementStyleVariant,
} from '@stripe/stripe-js'

/** What Stripe.js allows. `padding` is for elements that the stand-in does not have. */
const PROPERTIES: Record<keyof StripeElementCSSProperties, string | null> = {
  backgroundColor: 'background-color',
  color: 'color',
  fontFamily: 'font-family',
  fontSize: 'font-size',
  fontSmoothing: '-webkit-font-smoothing',
  fontStyle: 'font-style',
  fontVariant: 'font-variant',
  fontWeight: 'font-weight',
  iconColor: '--icon-color',
  lineHeight: 'line-height',
  letterSpacing: 'letter-spacing',
  textAlign: 'text-align',
  padding: null,
  textDecoration: 'text-decoration',
  textShadow: 'text-shadow',
  textTransform: 'text-transform',
}

/** In the order in which they win. */
const VARIANTS: readonly (readonly [keyof StripeElementStyle, string])[] = [
  ['base', ''],
  ['complete', '.is-complete'],
  ['empty', '.is-empty'],
  ['invalid', '.is-invalid'],
]

const PSEUDO = [
  ':hover',
  ':focus',
  '::placeholder',
  '::selection',
  ':-webkit-autofill',
  ':disabled',
] as const satisfies readonly (keyof StripeElementStyleVariant)[]

function rule(sheet: CSSStyleSheet, selector: string, properties: StripeElementCSSProperties): void {
  const at = sheet.insertRule(`${selector} {}`, sheet.cssRules.length)
  const { style } = sheet.cssRules[at] as CSSStyleRule
  for (const [property, value] of Object.entries(properties)) {
    const name = PROPERTIES[property as keyof StripeElementCSSProperties]
    if (name && (typeof value === 'string' || typeof value === 'number'))
      style.setProperty(name, String(value))
  }
}

export function sheetOf(style: StripeElementStyle): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  for (const [variant, state] of VARIANTS) {
    const properties = style[variant]
    if (!properties) continue
    rule(sheet, `input${state}, main${state} .icon`, properties)
    for (const pseudo of PSEUDO) {
      const nested = properties[pseudo]
      if (nested) rule(sheet, `input${state}${pseudo}`, nested)
    }
  }
  return sheet
}
