/** What the account needs beyond the sheet that it shares with the checkout. */

const CSS = `
.root.account { max-inline-size: var(--edge-checkout-width, 46em); gap: 2em }
.root.recovery { gap: 1.125em }
.account .part { display: grid; gap: .75em; min-inline-size: 0 }
.heading { overflow-wrap: anywhere }
.subheading { margin: 0; font-size: 1em; font-weight: 650; line-height: 1.3 }
form:focus { outline: none }
ul { margin: 0; padding: 0; list-style: none }
.list { display: grid; gap: .75em }
.list:empty { display: none }
.item { display: grid; gap: .5em; padding: .875em 1em; border: 1px solid var(--_line); border-radius: var(--_radius); min-inline-size: 0 }
.due .item { border-color: var(--_danger); border-inline-start-width: 4px }
.item .row { align-items: baseline }
.what { display: flex; flex-wrap: wrap; gap: 0 .75em }
.what strong, .panel strong { font-weight: 600 }
.marks { display: flex; flex-wrap: wrap; gap: .375em }
.marks:empty { display: none }
.marks .badge { margin: 0 }
.quiet { color: var(--_muted); font-size: .9375em }
.warn { color: var(--_danger); font-weight: 550; font-size: .9375em }
.good { border-inline-start: 4px solid var(--_success); border-radius: 4px; padding: .7em .9em; color: var(--_success); font-weight: 550; font-size: .9375em }
.buttons { display: flex; flex-wrap: wrap; gap: .5em }
.buttons .pay { inline-size: auto; flex: 1 1 12em }
.part > .plain, .item > .plain { justify-self: start }
.plain { font-weight: 550; font-size: .9375em }
.plain[aria-disabled="true"] { color: var(--_muted); border-color: var(--_line) }
.panel { display: grid; gap: .875em; margin: 0; padding-block-start: .25em; min-inline-size: 0 }
.choices { display: grid; gap: .5em; margin: 0; padding: 0; border: 0; min-inline-size: 0 }
.choices legend { padding: 0 0 .25em }
.choice { flex-wrap: nowrap }
.choice input { appearance: auto; flex: none; inline-size: 1.25em; min-block-size: 1.25em; block-size: 1.25em; padding: 0; accent-color: var(--_accent) }
select {
  inline-size: 100%; min-block-size: 2.875em; padding: .6em .75em; margin: 0; color: inherit; font: inherit;
  border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_field);
}
.account dl { border: 0; padding: 0 }
.preview dl { border-block-start: 1px solid var(--_line); padding-block-start: .75em }
.preview dl div { flex-wrap: wrap }
.preview dt { flex: 1 1 6em; min-inline-size: 0 } /* with their dates they are long */
.preview dd { margin-inline-start: auto }
.preview .strong { font-weight: 650 }
.preview .strong dt { color: inherit }
dd { font-variant-numeric: tabular-nums; min-inline-size: 0 }
a { color: var(--_accent) }
td a { margin-inline-start: -.7em; padding: .9em .7em } /* as large as a finger, without a higher row */
td a + a { margin-inline-start: 0 }
table { inline-size: 100%; border-collapse: collapse; font-size: .875em }
th, td { padding: .55em .5em .55em 0; border-block-end: 1px solid var(--_line); text-align: start; vertical-align: baseline; font-weight: 400 }
thead th { color: var(--_muted); font-weight: 550 }
.much { font-variant-numeric: tabular-nums; white-space: nowrap }
.line[hidden] { display: none }
@media (max-width: 34em) {
  thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) }
  tr { display: flex; flex-wrap: wrap; gap: .125em .75em; padding-block: .6em; border-block-end: 1px solid var(--_line) }
  th, td { padding: 0; border: 0 }
}
@media (forced-colors: active) {
  .item { border-color: CanvasText }
  .plain[aria-disabled="true"] { color: GrayText; border-color: GrayText }
}
`

let sheet: CSSStyleSheet | undefined

/** Parsed once, shared by every element of the page. */
export function accountSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(CSS)
  }
  return sheet
}
