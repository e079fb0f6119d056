/** The documents of the stand-in's frames: empty but for what their script fills in. */

/** Every document of ours: no inline code, no other origin but for the shop's fonts. */
export const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' https: http:",
  'font-src https: http: data:',
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

export interface Page {
  /** The part that frames/index.ts plays in it. */
  role: 'element' | 'controller' | 'modal' | 'bank' | 'redirect'
  title: string
  /** Path of its style sheet. */
  css: string
  body: string
}

/** @param script - path of the frames' code. */
export const document = (page: Page, script: string): string => `<!doctype html>
<html lang="en" data-role="${page.role}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="stylesheet" href="${page.css}">
<body>
${page.body}
<script src="${script}"></script>
</html>
`

export const ELEMENT_CSS = `
:root { color-scheme: light only; background: transparent; }
body { margin: 0; overflow: hidden; }
main { display: flex; align-items: center; gap: 8px; }
main div, main span { display: contents; }
input {
  flex: 1; min-width: 0; box-sizing: border-box; width: 100%; height: auto; margin: 0; padding: 0;
  border: 0; outline: 0; border-radius: 0; background: transparent; appearance: none;
  color: #1a1f36; font: 16px/1.2em sans-serif;
}
input::placeholder { color: #757680; opacity: 1; }
input.is-invalid { color: #df1b41; }
input:disabled { cursor: default; opacity: .6; }
input[name=cardnumber] { flex: 4 1 9em; }
input[name=exp-date] { flex: 1 1 4.2em; }
input[name=cvc], input[name=postal] { flex: 1 1 2.8em; }
.icon { flex: none; height: .95em; font-size: 16px; }
`
