/** What the console's sections are made of. Everything that is interpolated is escaped by `html`. */
import { html } from 'hono/html'
import type { State } from '../state.ts'
import { type Field, FORMS, type FormName } from './console-forms.ts'

/** As `html` makes it. */
export type Html = ReturnType<typeof html>

/** @param seconds unix. */
export function time(seconds: number): Html {
  const iso = new Date(seconds * 1000).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)}</time>`
}

/**
 * Roles are said aloud, because on narrow screens every row becomes a block, which takes them away; then each cell shows its
 * column's name.
 * @param rows cells in the order of the columns; the first is the row's header.
 */
export function table(
  caption: string | Html,
  columns: readonly string[],
  rows: readonly (readonly (string | number | Html)[])[],
): Html {
  const cell = (content: string | number | Html, at: number) =>
    at === 0
      ? html`<th scope="row" role="rowheader" data-label="${columns[at]}"><div>${content}</div></th>`
      : html`<td role="cell" data-label="${columns[at]}"><div>${content}</div></td>`
  return html`<table role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map((name) => html`<th scope="col" role="columnheader">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((cells) => html`<tr role="row">${cells.map(cell)}</tr>\n`)}</tbody>
</table>`
}

/** A form with its fields as they are set now. */
export function form(state: State, name: FormName): Html {
  const { title, button, fields, ...rest } = FORMS[name]
  return html`<form method="post" action="/_emulator/forms/${name}" id="${name}">
<fieldset><legend>${title}</legend>
${'explains' in rest ? html`<p>${rest.explains}</p>` : ''}
<div class="fields">${fields.map((field) => input(state, name, field))}</div>
<button>${button}</button>
</fieldset>
</form>`
}

function input(state: State, form: FormName, { name, label, options, value }: Field): Html {
  const id = `${form}-${name}`
  const current = String(value?.(state) ?? '')
  const choice = (option: string) =>
    html`<option value="${option}" ${option === current ? 'selected' : ''}>${option || '–'}</option>`
  const control = options
    ? html`<select id="${id}" name="${name}">${options.map(choice)}</select>`
    : html`<input id="${id}" name="${name}" value="${current}" autocomplete="off" spellcheck="false">`
  return html`<div><label for="${id}">${label}</label>${control}</div>`
}

/** A button that sends one event again. */
export const sendAgain = (event: string): Html =>
  html`<form method="post" action="/_emulator/forms/again"><input type="hidden" name="events" value="${event}"><button aria-label="Send ${event} again">Send again</button></form>`

export const objectLink = (account: string, collection: string, id: string): Html =>
  html`<a href="/_emulator/objects/${account}/${collection}/${id}">${id}</a>`

export const STYLE = `
:root {
  color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif;
  --line: light-dark(#d5dbe3, #3a4254); --soft: light-dark(#55606f, #a9b3c3); --panel: light-dark(#f6f8fa, #1b2130);
  --accent: light-dark(#4b45c6, #a8a4ff); --bad: light-dark(#a3062f, #ff8fa3); --good: light-dark(#0b6b3a, #7ddfa5);
  background: light-dark(#fff, #12161f); color: light-dark(#1a1f36, #e8ecf3);
}
* { box-sizing: border-box; }
body { max-width: 1280px; margin: 0 auto; padding: 16px; }
h1 { margin: 0; font-size: 22px; line-height: 1.3; }
h2 { margin: 32px 0 8px; font-size: 18px; }
h3 { margin: 16px 0 8px; font-size: 15px; overflow-wrap: anywhere; }
p { margin: 4px 0; color: var(--soft); }
a { color: var(--accent); }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 12px 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.switches { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr)); gap: 12px; align-items: start; }
fieldset { min-width: 0; margin: 0; padding: 8px 12px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
legend { padding: 0 4px; font-weight: 600; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(118px, 100%), 1fr)); gap: 8px; align-items: end; margin-bottom: 8px; }
label { display: block; color: var(--soft); font-size: 13px; }
input, select, button { max-width: 100%; min-height: 32px; padding: 4px 8px; border: 1px solid var(--line); border-radius: 6px; font: inherit; background: light-dark(#fff, #12161f); color: inherit; }
input, select { width: 100%; }
button { font-weight: 600; white-space: nowrap; cursor: pointer; border-color: var(--accent); color: var(--accent); }
details { margin: 8px 0; }
summary { cursor: pointer; }
table { width: 100%; border-collapse: collapse; }
caption { padding: 4px 0; color: var(--soft); text-align: left; }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; overflow-wrap: anywhere; }
thead th { font-weight: 600; }
td, th[scope=row] { font-size: 14px; }
time, .number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.message { margin: 12px 0; padding: 8px 12px; border-left: 4px solid var(--good); background: var(--panel); color: inherit; }
.message[role=alert] { border-color: var(--bad); }
@media (max-width: 640px) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, caption, tbody, tr { display: block; }
  tr { padding: 8px 0; border-bottom: 1px solid var(--line); }
  th[scope=row], td { display: grid; grid-template-columns: 88px 1fr; gap: 8px; padding: 2px 0; border: 0; }
  td:has(> div:empty) { display: none; }
  th[scope=row]::before, td::before { content: attr(data-label); color: var(--soft); }
}
`
