/** The page for a browser that is not logged in, in files of their own: the content security policy allows nothing inline. */

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evencast</title>
<link rel="icon" href="/login.svg" type="image/svg+xml">
<link rel="stylesheet" href="/login.css">
</head>
<body>
<main>
<div class="mark" aria-hidden="true"><i></i><i></i><i></i></div>
<h1>Evencast</h1>
<p id="message" role="status">Open the address that <code>evencast serve</code> printed in its terminal: it logs this browser in.</p>
<p class="hint">Each address works once. For another browser, use the newest one in the terminal.</p>
</main>
<script type="module" src="/login.js"></script>
</body>
</html>
`

const STYLE = `:root { color-scheme: light dark; --ground: #f6f6f4; --ink: #1c1c1a; --soft: #66655f; --tile: #2f6f5e }
@media (prefers-color-scheme: dark) { :root { --ground: #161615; --ink: #ecebe6; --soft: #a09f97; --tile: #7cc4ad } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif }
main { width: min(26rem, 100vw - 3rem) }
.mark { display: flex; gap: 3px; height: 28px }
.mark i { background: var(--tile); border-radius: 4px }
.mark i:nth-child(1) { flex: 13 }
.mark i:nth-child(2) { flex: 4; opacity: .7 }
.mark i:nth-child(3) { flex: 3; opacity: .45 }
h1 { font-size: 1.5rem; font-weight: 600; letter-spacing: -.01em; margin: 1.5rem 0 .5rem }
p { margin: 0 0 .75rem }
code { font: .9em ui-monospace, monospace }
.hint { color: var(--soft); font-size: .875rem }
`

const SCRIPT = `const token = new URLSearchParams(location.hash.slice(1)).get('token')
history.replaceState(null, '', '/')
if (token) {
  const message = document.getElementById('message')
  message.textContent = 'Logging in…'
  try {
    const answer = await fetch('/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    if (answer.ok) location.replace('/')
    else message.textContent = 'This address was used before. The newest one is in the terminal where evencast serve runs.'
  } catch {
    message.textContent = 'Evencast does not answer. Is evencast serve still running?'
  }
}
`

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="#2f6f5e">
<rect x="3" y="6" width="17" height="20" rx="3"/><rect x="22" y="6" width="7" height="11" rx="2"/><rect x="22" y="19" width="7" height="7" rx="2"/>
</svg>
`

interface StaticFile {
  readonly type: string
  readonly body: string
}

export const LOGIN_PAGE: StaticFile = { type: 'text/html; charset=utf-8', body: PAGE }

export const LOGIN_FILES: Readonly<Record<string, StaticFile>> = {
  '/login.css': { type: 'text/css; charset=utf-8', body: STYLE },
  '/login.svg': { type: 'image/svg+xml', body: ICON },
  '/login.js': { type: 'text/javascript; charset=utf-8', body: SCRIPT },
}
