/** `npm run bench`: figures, each beside the floor or its limit. Nothing here passes or fails. */
import { type Figure, rowsWritten } from './rows.ts'
import { sizes } from './size.ts'
import { speeds } from './speed.ts'

const { sales, renewals } = await rowsWritten()
const print = ({ order, rows }: Figure): void => console.log(`  ${order.padEnd(30)} ${rows}`)
console.log('D1 rows written by one paid checkout with three webhooks and three polls (limit: 6)')
sales.forEach(print)
console.log('D1 rows written by one renewal with all of its webhooks (limit: 6)')
renewals.forEach(print)

console.log('\nWhat a page downloads (bytes, minified)')
console.log(`  ${''.padEnd(50)} ${'raw'.padStart(8)} ${'gzip'.padStart(8)} ${'brotli'.padStart(8)}  ratio`)
const figures = await sizes()
for (const { what, raw, gzip, brotli } of figures) {
  const ratio = (brotli / figures[1]!.brotli).toFixed(2)
  console.log(
    `  ${what.padEnd(50)} ${[raw, gzip, brotli].map((n) => String(n).padStart(8)).join(' ')}  ${ratio}`,
  )
}

console.log(
  '\nTime to form, click to paid (milliseconds in Chromium, medians; 100 ms of delay for every request of the page)',
)
console.log(`  ${''.padEnd(50)} ${'form'.padStart(8)}   ratio ${'paid'.padStart(8)}   ratio`)
const times = await speeds()
const floor = times[1]!
for (const { what, form, paid } of times) {
  const [formCell, formRatio, paidCell, paidRatio] = [
    form.toFixed(0),
    (form / floor.form).toFixed(2),
    paid.toFixed(0),
    (paid / floor.paid).toFixed(2),
  ].map((cell) => cell.padStart(8))
  console.log(`  ${what.padEnd(50)} ${formCell} ${formRatio?.slice(1)} ${paidCell} ${paidRatio?.slice(1)}`)
}
process.exit(0)
