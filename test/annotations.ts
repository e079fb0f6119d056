/** Prints what tests say beside passing: how much was tried, with which seed, and what was found where something must be found. */
import type { TestAnnotation } from 'vitest'
import type { Reporter } from 'vitest/node'

export default class Annotations implements Reporter {
  onTestCaseAnnotate(_test: unknown, { message }: TestAnnotation): void {
    console.log(message)
  }
}
