/** `npm run bench`: figures, each beside the floor or its limit. Nothing here passes or fails. */
import { rowsWritten } from './rows.ts'
import { sizes } from './size.ts'

console.log('D1 rows written by one paid checkout with three webhooks and three polls (limit: 6)')
for (const { order, rows } of await rowsWritten()) console.log(`  ${order.padEnd(30)} ${rows}`)

console.log('\nWhat a page downloads (bytes, minified)')
console.log(`  ${''.padEnd(50)} ${'raw'.padStart(8)} ${'gzip'.padStart(8)} ${'brotli'.padStart(8)}  ratio`)
const figures = await sizes()
for (const { what, raw, gzip, brotli } of figures) {
  const ratio = (brotli / figures[1]!.brotli).toFixed(2)
  console.log(
    `  ${what.padEnd(50)} ${[raw, gzip, brotli].map((n) => String(n).padStart(8)).join(' ')}  ${ratio}`,
  )
}
process.exit(0)
