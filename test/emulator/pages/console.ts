/**
 * `GET /_emulator`: the stand-in for people. Shows what it holds, and has a form for every switch. Made on the server, without a
 * script; a GET changes nothing, and a form does what its control does and no more.
 */
import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { now } from '../clock.ts'
import { lookUp, type State } from '../state.ts'
import { bodyOf, FORMS, type FormName, isForm } from './console-forms.ts'
import { form, type Html, STYLE, time } from './console-parts.ts'
import { eventsSection, faultsSection, objectsSection, requestsSection } from './console-sections.ts'

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
}

/** @param controls the JSON controls, which the forms call. */
export function consolePages(state: State, controls: Hono): Hono {
  return (
    new Hono()
      .get('/', (c) => c.html(page(state, done(c.req.query('done'))), 200, HEADERS))
      .get('/console.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
      .get('/objects/:account/:collection/:id', (c) => {
        const { account, collection, id } = c.req.param()
        const found = findObject(state, account, collection, id)
        if (!found) return c.notFound()
        const headers = { ...HEADERS, 'Content-Type': 'application/json' }
        return c.body(JSON.stringify(found, null, 2), 200, headers)
      })
      // Any page that a developer visits could send a form here: only our own may.
      .post('/forms/:name', csrf(), async (c) => {
        const name = c.req.param('name')
        if (!isForm(name)) return c.notFound()
        const { method, path } = FORMS[name]
        const body = JSON.stringify(bodyOf(FORMS[name], await c.req.formData()))
        const answer = await controls.request(path, { method, body })
        if (answer.ok) return c.redirect(`/_emulator?done=${name}#${anchorOf(name)}`, 303)
        const { error } = (await answer.json()) as { error: { message: string } }
        return c.html(page(state, html`<p class="message" role="alert">${error.message}</p>`), 400, HEADERS)
      })
      .onError((error) => {
        if (error instanceof HTTPException) return error.getResponse()
        throw error
      })
  )
}

function findObject(
  { accounts }: State,
  account: string,
  collection: string,
  id: string,
): object | undefined {
  const objects = lookUp(accounts, account)
  const byId = objects && lookUp<Record<string, unknown>>({ ...objects }, collection)
  const found = byId && lookUp(byId, id)
  return typeof found === 'object' && found !== null ? found : undefined
}

/** Where one looks for what a form did. */
const anchorOf = (name: FormName): string => (name === 'again' || name === 'deliver' ? 'events' : name)

function done(name = ''): Html | '' {
  if (!isForm(name)) return ''
  return html`<p class="message" role="status">Done: ${FORMS[name].button}.</p>`
}

/** All of them, but for the button that stands with every event. */
const SWITCHES = (Object.keys(FORMS) as FormName[]).filter((name) => name !== 'again')

const page = (state: State, message: Html | ''): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stand-in for Stripe</title>
<link rel="stylesheet" href="/_emulator/console.css">
</head>
<body>
<header>
<h1>Stand-in for Stripe</h1>
<p>Its clock ${state.clock.runs ? 'runs' : 'stands'}: ${time(now(state))} UTC. Seed ${state.seed}. Webhooks ${state.delivery_mode.mode}.</p>
<nav aria-label="On this page"><a href="#switches">Switches</a><a href="#waiting">Faults</a><a href="#objects">Objects</a><a href="#events">Events</a><a href="#requests">Requests</a><a href="/_emulator">Reload</a></nav>
</header>
<main>
${message}
<section aria-labelledby="switches"><h2 id="switches">Switches</h2>
<div class="switches">${SWITCHES.map((name) => form(state, name))}</div></section>
${faultsSection(state)}
${objectsSection(state)}
${eventsSection(state)}
${requestsSection(state)}
</main>
</body>
</html>`
