import { describe, expect, it } from 'vitest'
import { clientReferenceId, headingLevel, prefill, settings, successUrl } from '../../widget/settings.ts'

const tag = (attributes: Record<string, string>) => (name: string) => attributes[name] ?? null
const PAGE = 'https://shop.example/mugs/'

describe('the tag', () => {
  it('finds its Worker where the script came from', () => {
    const read = tag({ site: 'acme', offer: 'mug' })
    expect(settings(read, 'https://pay.example')).toEqual({
      api: 'https://pay.example',
      site: 'acme',
      offer: 'mug',
    })
  })

  it('takes another Worker from api, whatever path it has', () => {
    const read = tag({ site: 'acme', offer: 'mug', api: 'https://other.example/v1/' })
    expect(settings(read, null)).toMatchObject({ api: 'https://other.example' })
  })

  it.each([
    [{ offer: 'mug' }, 'site'],
    [{ site: 'acme', offer: '../admin' }, 'offer'],
    [{ site: 'acme', offer: 'mug', api: 'javascript:alert(1)' }, 'api'],
    [{ site: 'acme', offer: 'mug' }, 'script'],
  ])('tells its owner what is wrong with %o', (attributes, word) => {
    expect(settings(tag(attributes as Record<string, string>), null)).toEqual({
      wrong: expect.stringContaining(word),
    })
  })

  it.each(['0', '-1', '1.5', 'many', '', '999999999'])('forgives a quantity of "%s"', (quantity) => {
    expect(prefill(tag({ quantity }))).toMatchObject({ quantity: null })
  })

  it.each([
    ['3', 3],
    [' 5 ', 5],
    ['1', 2],
    ['6', 2],
    ['h3', 2],
    ['', 2],
  ])('has its heading where the page has a place for it: "%s"', (level, heading) => {
    expect(headingLevel(tag({ 'heading-level': level }))).toBe(heading)
    expect(headingLevel(tag({}))).toBe(2)
  })

  it('keeps the owner’s reference up to 200 characters', () => {
    expect(clientReferenceId(tag({ 'client-reference-id': ' order-7 ' }))).toBe('order-7')
    expect(clientReferenceId(tag({ 'client-reference-id': 'x'.repeat(201) }))).toBeNull()
    expect(clientReferenceId(tag({}))).toBeNull()
  })
})

describe('the page after the payment', () => {
  it('is told which checkout it was', () => {
    expect(successUrl(tag({ 'success-url': '/thanks?a=1' }), 'chk_1', PAGE)).toBe(
      'https://shop.example/thanks?a=1&checkout=chk_1',
    )
  })

  it.each([undefined, '', ' ', 'javascript:alert(1)', 'data:text/html,x'])('is not %s', (url) => {
    expect(successUrl(tag(url === undefined ? {} : { 'success-url': url }), 'chk_1', PAGE)).toBeNull()
  })
})
