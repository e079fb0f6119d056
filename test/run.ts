/** `npm test`: every room, from fast to slow, and one sum at the end. */
import { checks, playwright, sum, vitest, widgetBuild } from './rooms.ts'

const counts = []
for (const room of [checks, widgetBuild, vitest, playwright]) counts.push(await room())

const { passed, failed, skipped } = sum(counts)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed === 0 ? 0 : 1)
