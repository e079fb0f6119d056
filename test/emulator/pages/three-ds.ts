/** 3-D Secure: the modal's document, the bank's test page inside it, and the full page that a redirect leads to. */
import { Hono } from 'hono'
import { CSP, document, type Page } from '../stripejs/documents.ts'

const STYLE = '/pages/three-ds.css'

const CSS = `
:root { color-scheme: light only; background: transparent; font: 16px/1.5 system-ui, sans-serif; color: #1a1f36; }
* { box-sizing: border-box; }
body { margin: 0; }
button { font: inherit; cursor: pointer; }
button:disabled { opacity: .6; cursor: default; }
:focus-visible { outline: 3px solid #635bff; outline-offset: 2px; }
h1:focus { outline: none; }
[data-role=modal] body {
  display: grid; place-items: center; min-height: 100vh; padding: 16px; background: rgb(10 16 36 / .6);
}
.dialog {
  display: grid; grid-template-rows: auto 1fr; width: min(420px, 100%); height: min(480px, calc(100vh - 32px));
  overflow: hidden; border-radius: 12px; background: #fff; box-shadow: 0 20px 60px rgb(0 0 0 / .35);
}
.bar { display: flex; justify-content: flex-end; padding: 8px; border-bottom: 1px solid #e3e8ee; }
#close { padding: 6px 14px; border: 1px solid #c1c9d2; border-radius: 6px; background: #fff; }
#challengeFrame { width: 100%; height: 100%; border: 0; }
[data-role=bank] main, [data-role=redirect] main { max-width: 420px; margin: 0 auto; padding: 24px; }
[data-role=redirect] body { background: #f6f8fa; }
[data-role=redirect] main { margin-top: 10vh; border-radius: 12px; background: #fff; }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 1.3; }
p { margin: 0 0 16px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; margin: 0 0 24px; }
dt { color: #4f566b; }
dd { margin: 0; font-weight: 600; text-align: right; }
.answers { display: grid; gap: 12px; }
.answers button { padding: 12px; border: 1px solid #c1c9d2; border-radius: 8px; background: #fff; font-weight: 600; }
#test-source-authorize-3ds { border-color: #4b45c6; background: #4b45c6; color: #fff; }
#problem { margin: 16px 0 0; color: #b3093c; }
#problem:empty { display: none; }
`

const BANK = `<main>
<h1 id="heading" tabindex="-1">3D Secure 2 Test Page</h1>
<p>This is a test of the page on which a bank asks whose card it is. Choose its outcome.</p>
<dl>
<dt>Merchant</dt><dd id="merchant">…</dd>
<dt data-of="payment">Amount</dt><dd id="amount" data-of="payment">…</dd>
<dt>Card</dt><dd>•••• <span id="last4">…</span></dd>
</dl>
<div class="answers" id="answers"></div>
<p id="problem" role="alert"></p>
</main>`

const PAGES: Record<string, Page> = {
  'three-ds-2-challenge': {
    role: 'modal',
    title: '3D Secure',
    css: STYLE,
    body: `<main class="dialog" role="dialog" aria-modal="true" aria-label="3D Secure authentication">
<div class="bar"><span id="before" tabindex="0"></span><button type="button" id="close" class="LightboxModalClose">Close</button></div>
<iframe id="challengeFrame" name="stripe-challenge-frame" title="3D Secure 2 Test Page"></iframe>
<span id="after" tabindex="0"></span>
</main>`,
  },
  'three-ds-2-bank': { role: 'bank', title: '3D Secure 2 Test Page', css: STYLE, body: BANK },
  'three-ds-2-redirect': { role: 'redirect', title: '3D Secure 2 Test Page', css: STYLE, body: BANK },
}

/** @param code - path of the frames' script. */
export function threeDSecure(code: string): Hono {
  const app = new Hono()
  app.get('/three-ds.css', (c) => c.body(CSS, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  for (const [name, page] of Object.entries(PAGES))
    app.get(`/${name}/:source`, (c) => {
      // Only what a page embeds may be embedded: a redirect's page never is.
      const framing = page.role === 'redirect' ? "; frame-ancestors 'none'" : ''
      c.header('Content-Security-Policy', CSP + framing)
      c.header('Cross-Origin-Resource-Policy', 'cross-origin')
      c.header('Cache-Control', 'no-store')
      return c.html(document(page, code))
    })
  return app
}
