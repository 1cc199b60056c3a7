/** The login page. Its parts are separate files, because the content security policy allows nothing inline. */

const pageOf = (inside: string): string => `<!doctype html>
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
${inside}
</main>
<script type="module" src="/login.js"></script>
</body>
</html>
`

const TOKEN = `<p id="message" role="status">Open the address that <code>evencast serve</code> printed in its terminal: it logs this browser in.</p>
<p class="hint">Each address works once. For another browser, use the newest one in the terminal.</p>`

const PASSWORD = `<form id="form">
<label for="password">Password</label>
<div class="row"><input id="password" type="password" autocomplete="current-password" required autofocus>
<button>Log in</button></div>
<p id="message" role="status"></p>
</form>`

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
.hint, #form #message { color: var(--soft); font-size: .875rem }
label { display: block; margin: 1.5rem 0 .375rem; font-size: .875rem; color: var(--soft) }
.row { display: flex; gap: .5rem; margin-bottom: .75rem }
input { flex: 1; min-width: 0; font: inherit; color: inherit; background: transparent; padding: .5rem .75rem;
  border: 1px solid color-mix(in srgb, var(--ink) 25%, transparent); border-radius: 8px }
button { font: inherit; font-weight: 500; padding: .5rem 1rem; border: 0; border-radius: 8px; background: var(--tile); color: var(--ground) }
input:focus-visible, button:focus-visible { outline: 2px solid var(--tile); outline-offset: 2px }
button:disabled { opacity: .5 }
`

const TOKEN_SCRIPT = `const token = new URLSearchParams(location.hash.slice(1)).get('token')
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

const PASSWORD_SCRIPT = `const form = document.getElementById('form')
const message = document.getElementById('message')
const [field, button] = [form.querySelector('input'), form.querySelector('button')]
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  button.disabled = true
  message.textContent = 'Logging in…'
  try {
    const answer = await fetch('/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: field.value }),
    })
    if (answer.ok) return location.replace('/')
    message.textContent = await answer.text()
    field.select()
  } catch {
    message.textContent = 'Evencast does not answer. Is evencast serve still running?'
  }
  button.disabled = false
})
`

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="#2f6f5e">
<rect x="3" y="6" width="17" height="20" rx="3"/><rect x="22" y="6" width="7" height="11" rx="2"/><rect x="22" y="19" width="7" height="7" rx="2"/>
</svg>
`

interface StaticFile {
  readonly type: string
  readonly body: string
}

export interface LoginPage extends StaticFile {
  /** Files that the page loads, by path. */
  readonly files: Readonly<Record<string, StaticFile>>
}

const loginPage = (inside: string, script: string): LoginPage => ({
  type: 'text/html; charset=utf-8',
  body: pageOf(inside),
  files: {
    '/login.css': { type: 'text/css; charset=utf-8', body: STYLE },
    '/login.svg': { type: 'image/svg+xml', body: ICON },
    '/login.js': { type: 'text/javascript; charset=utf-8', body: script },
  },
})

export const TOKEN_PAGE = loginPage(TOKEN, TOKEN_SCRIPT)
export const PASSWORD_PAGE = loginPage(PASSWORD, PASSWORD_SCRIPT)
