/** The widget's files, as the edge serves them. */
import { expect } from '@playwright/test'
import widget from '../../package.json' with { type: 'json' }
import { test } from './fixtures.ts'

const SCRIPTS = ['widget.js', 'widget-account.js']

for (const script of SCRIPTS) {
  test(`serves the floating ${script} with an ETag, to any page`, async ({ demo, request }) => {
    const response = await request.get(`${demo.worker}/${script}`)
    expect(response.status()).toBe(200)
    const headers = response.headers()
    expect(headers['content-type']).toContain('javascript')
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin')
    const again = await request.get(`${demo.worker}/${script}`, {
      headers: { 'If-None-Match': headers.etag! },
    })
    expect(again.status()).toBe(304)
  })

  test(`serves a version of ${script} for ever under its name, and no other`, async ({ demo, request }) => {
    const pinned = await request.get(`${demo.worker}/widget/${widget.version}/${script}`)
    expect(pinned.headers()['cache-control']).toContain('immutable')
    expect(await pinned.text()).toContain(widget.version)
    expect((await request.get(`${demo.worker}/widget/9.9.9/${script}`)).status()).toBe(404)
  })

  test(`serves the languages of ${script} for ever under its version, as JSON, to any page`, async ({
    demo,
    request,
  }) => {
    const code = await (await request.get(`${demo.worker}/${script}`)).text()
    const [folder] = new RegExp(`/widget/${widget.version}/text/\\w+/`).exec(code) ?? []
    for (const language of ['de', 'fr', 'es']) {
      const file = await request.get(`${demo.worker}${folder}${script.replace('.js', `.${language}.json`)}`)
      expect(file.status(), language).toBe(200)
      const headers = file.headers()
      expect(headers['content-type']).toBe('application/json; charset=utf-8')
      expect(headers['access-control-allow-origin']).toBe('*')
      expect(headers['cross-origin-resource-policy']).toBe('cross-origin')
      expect(headers['cache-control']).toContain('immutable')
      expect(await file.json()).toHaveProperty('loading')
    }
  })
}
