/**
 * How the widget looks: one sheet for all elements of a page, adopted by script so that a page's
 * `style-src 'self'` does not stop it. Sizes are in em of the widget's own font, which no page can shrink below 16 px:
 * a smaller one makes iOS zoom into the field.
 *
 * `.root` begins anew, whatever the page gave to the element; `.frame::slotted` does the same for the containers that Stripe.js
 * wants in the page's own document. Every control, Stripe's frames included, has the same box.
 */

const LIGHT = `
  color-scheme: light;
  --_background: var(--edge-checkout-background, #fff);
  --_text: var(--edge-checkout-text, #1b2033);
  --_muted: var(--edge-checkout-muted, #596275);
  --_border: var(--edge-checkout-border, #858fa3);
  --_line: var(--edge-checkout-line, #e4e7ee);
  --_field: var(--edge-checkout-field, #fff);
  --_accent: var(--edge-checkout-accent, #4a43d6);
  --_accent-text: var(--edge-checkout-accent-text, #fff);
  --_danger: var(--edge-checkout-danger, #b4123f);
  --_danger-field: var(--edge-checkout-danger-field, #fdf2f5);
  --_success: var(--edge-checkout-success, #0a7548);`

const DARK = `
  color-scheme: dark;
  --_background: var(--edge-checkout-background, #161922);
  --_text: var(--edge-checkout-text, #eef0f6);
  --_muted: var(--edge-checkout-muted, #a9b1c2);
  --_border: var(--edge-checkout-border, #737d93);
  --_line: var(--edge-checkout-line, #2c3140);
  --_field: var(--edge-checkout-field, #1e222d);
  --_accent: var(--edge-checkout-accent, #a5a3ff);
  --_accent-text: var(--edge-checkout-accent-text, #12141c);
  --_danger: var(--edge-checkout-danger, #ff97ab);
  --_danger-field: var(--edge-checkout-danger-field, #33202a);
  --_success: var(--edge-checkout-success, #5fd9a0);`

const CSS = `
:host { display: block; ${LIGHT} }
:host([hidden]) { display: none !important }
:host([theme="dark"]) { ${DARK} }
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }

.root {
  all: initial;
  color-scheme: inherit;
  position: relative; /* so that what is only heard cannot lengthen the page */
  display: grid;
  gap: 1.125em;
  box-sizing: border-box;
  inline-size: 100%;
  max-inline-size: var(--edge-checkout-width, 27em);
  padding: var(--edge-checkout-padding, min(1.25em, 6%));
  border: 1px solid var(--_line);
  border-radius: calc(var(--_radius) + 4px);
  background: var(--_background);
  color: var(--_text);
  font: max(16px, 1rem) / 1.45 var(--edge-checkout-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
  overflow-wrap: anywhere;
  --_radius: var(--edge-checkout-radius, 8px);
}
*, ::before, ::after { box-sizing: border-box }
[hidden] { display: none !important }
.heading, p, dl, dd { margin: 0 }
.heading { overflow-wrap: break-word; font-size: 1.125em; font-weight: 650; line-height: 1.3 }
.hint { font-size: .875em; color: var(--_muted) }

.head { display: grid; gap: .125em }
.title { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .125em 1em }
.price { font-weight: 600; font-variant-numeric: tabular-nums; }
.head .about { color: var(--_muted); font-size: .9375em }
.badge {
  justify-self: start; margin-block-end: .25em; padding: .1em .6em; border-radius: 1em;
  border: 1px solid currentColor; color: var(--_muted); font-size: .75em; font-weight: 600;
}

.fields { display: grid; gap: 1em }
.row { display: flex; flex-wrap: wrap; gap: .5em .75em; align-items: center; justify-content: space-between }
.pair { display: flex; flex-wrap: wrap; gap: 1em .75em; align-items: start }
.pair > * { flex: 1 1 6.5em }
.field { display: grid; gap: .3em; min-inline-size: 0 }
.label { font-size: .9375em; font-weight: 550; justify-self: start }
.error { color: var(--_danger); font-size: .875em; font-weight: 550 }

.control, input {
  inline-size: 100%; min-block-size: 2.875em; padding: .6em .75em;
  border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_field);
}
input { appearance: none; margin: 0; color: inherit; font: inherit }
input[type="radio"], input[type="checkbox"] {
  appearance: auto; flex: none; inline-size: 1.2em; min-block-size: 0; block-size: 1.2em; padding: 0; accent-color: var(--_accent);
}
.control { display: grid; align-items: center; cursor: text }
.wrong .control, input[aria-invalid="true"] { border-color: var(--_danger); background: var(--_danger-field) }
.frame { min-block-size: 1.25em; min-inline-size: 0 }

.frame::slotted(*) { all: initial !important; display: block !important; color-scheme: light !important }

.stepper { display: flex; gap: .375em }
.stepper input { flex: 0 1 3.5em; min-inline-size: 2.5em; padding-inline: 0; text-align: center; font-variant-numeric: tabular-nums }
button {
  appearance: none; margin: 0; min-block-size: max(2.875em, 44px); min-inline-size: max(2.875em, 44px); padding: .5em .9em;
  border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_field);
  color: inherit; font: inherit; font-weight: 600; cursor: pointer;
}
button[aria-disabled="true"] { cursor: default }
.stepper button { flex: 0 1 2.875em; min-inline-size: 44px; padding: 0 }
.stepper button[aria-disabled="true"] { color: var(--_muted); border-color: var(--_line) }
.presets { display: grid; grid-template-columns: repeat(auto-fit, minmax(4.5em, 1fr)); gap: .5em }
.presets button { padding-inline: .25em; font-variant-numeric: tabular-nums }
.presets button[aria-pressed="true"] { border-color: var(--_accent); box-shadow: inset 0 0 0 1px var(--_accent); color: var(--_accent) }
button.link {
  justify-self: start; margin-block: -.5em; padding: 0; border: 0; background: none; color: var(--_accent);
  font-size: .9375em; text-align: start; text-decoration: underline; text-underline-offset: .2em;
}
.code { display: flex; flex-wrap: wrap; gap: .5em }
.code input { flex: 1 1 6em; inline-size: auto; min-inline-size: 0 }
.discount { flex: 1 1 8em; color: var(--_success); font-size: .9375em; font-weight: 550 }

.cards { display: grid; gap: .5em; min-inline-size: 0; margin: 0; padding: 0; border: 0 }
.cards legend { margin-block-end: .4em; padding: 0 }
.choice, .keep { display: flex; flex-wrap: wrap; align-items: center; gap: .1em .6em; min-block-size: 2.875em; cursor: pointer }
.choice { padding: .5em .75em; border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_field) }
.choice:has(:checked) { border-color: var(--_accent); box-shadow: inset 0 0 0 1px var(--_accent) }
.choice .hint { margin-inline-start: auto }
.choice span { flex: 1 1 min(8em, 60%); min-inline-size: 0 } /* so that what a radio is for stays beside it */
.choice .hint { flex: 0 1 auto }
.keep { flex-wrap: nowrap; margin-block: -.5em; font-size: .9375em }

.pay {
  display: flex; justify-content: center; align-items: center; gap: .6em; inline-size: 100%; min-block-size: 3.125em;
  border-color: transparent; background: var(--_accent); color: var(--_accent-text);
  font-variant-numeric: tabular-nums; transition: filter .15s;
}
.pay:hover { filter: brightness(1.08) }
.pay[aria-disabled="true"] { filter: saturate(.5) opacity(.85) }
.spinner {
  inline-size: 1.1em; block-size: 1.1em; border-radius: 50%;
  border: 2px solid currentColor; border-inline-end-color: transparent; animation: turn .8s linear infinite;
}
@keyframes turn { to { rotate: 1turn } }

:focus-visible, .control.focused { outline: 2px solid var(--_accent); outline-offset: 2px }
.heading:focus, .root:focus { outline: none }

.notice { border-inline-start: 4px solid var(--_danger); border-radius: 4px; padding: .7em .9em; background: var(--_danger-field); color: var(--_danger); font-weight: 550; font-size: .9375em }
.foot { display: grid; gap: .6em }
.foot .line { min-block-size: 1.85em; text-align: center; font-size: .8125em; color: var(--_muted) }
.line::slotted(*) { color: var(--_accent) }

.done { display: grid; gap: .35em; justify-items: center; text-align: center; padding-block-start: .5em }
.mark { inline-size: 3.25em; block-size: 3.25em; margin-block-end: .35em; color: var(--_success) }
.mark.open { color: var(--_muted) }
.mark path { stroke-dasharray: 32; animation: draw .45s ease-out both .1s }
@keyframes draw { from { stroke-dashoffset: 32 } }
.done .heading { font-size: 1.375em }
dl { display: grid; gap: .5em; border-block-start: 1px solid var(--_line); padding-block-start: 1em; font-size: .875em }
dl div { display: flex; justify-content: space-between; gap: 1.25em }
dt { flex: none; color: var(--_muted) }
dd { text-align: end }

.skeleton { display: grid; gap: .45em; min-inline-size: 0 }
.skeleton .word, .skeleton .line, .skeleton .box { display: block; border-radius: 4px; background: var(--_line); animation: glow 1.4s ease-in-out infinite alternate }
.skeleton .word { inline-size: 40%; block-size: 1.1em; margin-block-start: .25em }
.skeleton .line { inline-size: 85%; block-size: 1.1em }
.skeleton .box { block-size: 2.875em; border-radius: var(--_radius) }
.skeleton > .box, .skeleton .pair { margin-block-end: .75em }
.skeleton .line:last-of-type { inline-size: 60% }

.mounting .frame { border-radius: 4px; background: var(--_line); animation: glow 1.4s ease-in-out infinite alternate }
@keyframes glow { to { opacity: .45 } }

.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }

@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important } }
@media (forced-colors: active) {
  .choice:has(:checked) { border-color: Highlight }
  .pay, .presets button[aria-pressed="true"] { border: 2px solid ButtonText }
  .presets button[aria-pressed="true"] { border-color: Highlight }
  .wrong .control, input[aria-invalid="true"] { border-width: 3px }
  button[aria-disabled="true"], .stepper button[aria-disabled="true"] { color: GrayText; border-color: GrayText }
  .skeleton .box { border: 1px solid GrayText }
}
`

let sheet: CSSStyleSheet | undefined

/** Parsed once, shared by every element of the page. */
export function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(CSS)
  }
  return sheet
}
