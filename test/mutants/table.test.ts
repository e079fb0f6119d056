/** The table itself: a row whose guard or test is no longer there proves nothing. */
import { describe, expect, it } from 'vitest'
import { mutate, readSource } from './mutation.ts'
import { MUTANTS, testOf } from './table.ts'

describe('the table of mutants', () => {
  it('takes each guard out of a place where it stands once', () => {
    const lost = MUTANTS.flatMap((mutant) => {
      try {
        return mutate(readSource(mutant.file), mutant) === readSource(mutant.file) ? [mutant.text] : []
      } catch (error) {
        return [(error as Error).message]
      }
    })
    expect(lost).toEqual([])
  })

  it('names tests that exist', () => {
    const unknown = MUTANTS.filter((mutant) => {
      const { path, name } = testOf(mutant)
      return name === '' || !readSource(path).includes(name)
    })
    expect(unknown.map(({ test }) => test)).toEqual([])
  })

  it('has each mutant once', () => {
    const all = MUTANTS.map(({ file, text, replacement }) => `${file}: ${text} -> ${replacement}`)
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([])
  })
})
