import { request } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWebHost, type WebHost } from '../../src/main/hosts/web/index.ts'
import { networkPlaceOf } from '../../src/main/hosts/web/network-place.ts'
import type { Core } from '../../src/main/app.ts'
import { makeCertificate } from '../support/certificate.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder } from '../support/library.ts'
import { command } from '../support/terminal.ts'

const cleanup = new AsyncDisposableStack()
const JSON_TYPE = { 'content-type': 'application/json' }
let core: Core
let host: WebHost
let newest = ''
let origin = ''

beforeAll(async () => {
  const folder = cleanup.use(await temporaryFolder())
  const uiDir = join(folder.path, 'ui')
  await mkdir(uiDir)
  await writeFile(join(uiDir, 'index.html'), '<!doctype html><title>The app</title>')
  await writeFile(join(folder.path, 'secret.txt'), 'secret')
  core = cleanup.use(await testCore(join(folder.path, 'config'), { uiDir }))
  host = await startWebHost(core, { port: 0, onNewUrl: (url) => (newest = url) })
  cleanup.defer(() => host.close())
  newest = host.url
  origin = new URL(host.url).origin
})
afterAll(() => cleanup.disposeAsync())

const tokenOf = (url: string): string => new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? ''

const logIn = (token: string): Promise<Response> =>
  fetch(`${origin}/login`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ token }) })

const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? ''

async function loggedIn(): Promise<string> {
  const response = await logIn(tokenOf(newest))
  expect(response.status).toBe(204)
  return cookieOf(response)
}

/** Sends a request with headers that fetch does not allow. */
function raw(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body = '',
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}${path}`, { method, headers, path }, (response) => {
      response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }))
    })
    sent.on('error', reject).end(body)
  })
}

test('the address holds its token in the fragment, which is not sent', () => {
  expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/)
})

test('a stranger is told how to get in, and gets nothing else', async () => {
  const page = await fetch(`${origin}/`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(await page.text()).toContain('evencast serve')
  expect((await fetch(`${origin}/index.html`)).status).toBe(401)
  for (const path of ['/thumb/1', '/image/1', '/base/ann', '/images.zip?ids=1', '/download/1'])
    expect([path, (await fetch(origin + path)).status]).toEqual([path, 401])
  const call = await fetch(`${origin}/rpc/library/current`, { method: 'POST', headers: JSON_TYPE, body: '{}' })
  expect(call.status).toBe(401)
})

test('a token is exchanged once, for a cookie that scripts cannot read', async () => {
  const token = tokenOf(newest)
  const first = await logIn(token)
  expect(first.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict; Path=\/$/)
  expect((await logIn(token)).status).toBe(401)
  expect(tokenOf(newest)).not.toBe(token)
  const page = await fetch(`${origin}/`, { headers: { cookie: cookieOf(first) } })
  expect(await page.text()).toContain('The app')
})

test.each(['', '{}', '{"token":1}', '[]', '{"token":"wrong"}', `{"token":"${'x'.repeat(500)}"}`])(
  '%s does not log in',
  async (body) => {
    const response = await fetch(`${origin}/login`, { method: 'POST', headers: JSON_TYPE, body })
    expect(response.status).toBe(401)
    expect(response.headers.get('set-cookie')).toBeNull()
  },
)

test('calls work for who is logged in, and events arrive as they happen', async () => {
  const cookie = await loggedIn()
  const headers = { ...JSON_TYPE, cookie, origin, 'sec-fetch-site': 'same-origin' }
  const call = await fetch(`${origin}/rpc/library/current`, { method: 'POST', headers, body: '{}' })
  expect(await call.json()).toEqual({ json: null })
  const stream = await fetch(`${origin}/rpc/events`, { method: 'POST', headers, body: '{}' })
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  await stream.body?.cancel()
  expect((await fetch(`${origin}/rpc/no/such`, { method: 'POST', headers, body: '{}' })).status).toBe(404)
  expect((await fetch(`${origin}/rpc/library/current`, { headers: { cookie } })).status).toBe(404)
})

describe('even with the cookie', () => {
  test.each([
    ['another host name', { host: 'evil.example' }, 'GET', 403],
    ['another origin', { origin: 'https://evil.example', ...JSON_TYPE }, 'POST', 403],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 'GET', 403],
    ['a form', { 'content-type': 'text/plain' }, 'POST', 415],
    ['a preflight', {}, 'OPTIONS', 405],
  ] as const)('%s is refused', async (_name, headers, method, status) => {
    const cookie = await loggedIn()
    const answer = await raw('/rpc/library/current', { cookie, ...headers }, method, method === 'POST' ? '{}' : '')
    expect(answer.status).toBe(status)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '/index.html%00.txt',
    '//etc/passwd',
  ])('%s stays out of reach', async (path) => {
    const cookie = await loggedIn()
    const { status } = await raw(path, { cookie })
    expect([400, 404]).toContain(status)
  })

  test('a body has an end', async () => {
    const cookie = await loggedIn()
    const body = `{"json":"${'x'.repeat(17 * 1024 * 1024)}"}`
    const response = await fetch(`${origin}/rpc/library/open`, {
      method: 'POST',
      headers: { ...JSON_TYPE, cookie },
      body,
    })
    expect(response.status).toBe(413)
  })
})

test('every answer carries the security headers, refusals and errors too', async () => {
  const cookie = await loggedIn()
  const answers = await Promise.all([
    raw('/', { host: 'evil.example' }),
    raw('/', {}),
    raw('/login.js', {}),
    raw('/nothing', {}),
    raw('/', { cookie }),
    raw('/nothing', { cookie }),
    raw('/rpc/library/current', { cookie, ...JSON_TYPE }, 'POST', '{}'),
    raw('/rpc/library/current', { cookie, ...JSON_TYPE }, 'POST', 'not JSON'),
  ])
  for (const { headers } of answers) {
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
})

test('a port that is taken is named', async () => {
  const { port } = new URL(host.url)
  await expect(startWebHost(core, { port: Number(port), onNewUrl: () => {} })).rejects.toThrow(`Port ${port} is taken`)
})

test('nobody else in the network is answered, and is not without TLS and a password', async () => {
  const { port } = new URL(host.url)
  const outside = Object.values(networkInterfaces()).flatMap((own = []) => own.filter(({ internal }) => !internal))
  for (const { address, family } of outside) {
    const name = family === 'IPv6' ? `[${address.split('%')[0]}]` : address
    await expect(fetch(`http://${name}:${port}/`)).rejects.toThrow('fetch failed')
  }
  await using folder = await temporaryFolder()
  for (const option of ['--host', '--bind', '--listen']) {
    const said = await command(['serve', option, '0.0.0.0', folder.path], { configDir: folder.path })
    expect(said).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(option) })
  }
})

describe('beyond this computer', () => {
  const PASSWORD = 'correct horse battery'
  const own = new AsyncDisposableStack()
  let far: WebHost
  let ca = ''
  let address = '127.0.0.1'
  beforeAll(async () => {
    const { path } = own.use(await temporaryFolder())
    const outside = Object.values(networkInterfaces()).flatMap((some = []) =>
      some.filter(({ internal, family }) => !internal && family === 'IPv4'),
    )
    address = outside[0]?.address ?? address
    const files = await makeCertificate(path, `DNS:evencast.test,IP:${address}`)
    ca = await readFile(files.tlsCert, 'utf8')
    const network = await networkPlaceOf({ host: '0.0.0.0', ...files }, { EVENCAST_PASSWORD: PASSWORD })
    far = await startWebHost(core, { port: 0, onNewUrl: () => {}, network })
    own.defer(() => far.close())
  })
  afterAll(() => own.disposeAsync())

  interface Answer {
    readonly status: number
    readonly headers: NodeJS.Dict<string | string[]>
    readonly text: string
  }
  /** Requests as a browser that trusts the certificate. */
  const ask = (path: string, { headers = {}, body }: { headers?: object; body?: object } = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(far.url)
      const all = { ...JSON_TYPE, origin: `https://${address}:${port}`, ...headers }
      const method = body === undefined ? 'GET' : 'POST'
      const at = { host: address, port, path, method, ca, servername: 'evencast.test' }
      const sent = tlsRequest({ ...at, headers: all }, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      })
      sent.on('error', reject).end(body === undefined ? '' : JSON.stringify(body))
    })

  test('the address has no token, and a stranger sees a field for the password and nothing else', async () => {
    expect(far.url).toMatch(/^https:\/\/evencast\.test:\d+\/$/)
    expect(await ask('/')).toMatchObject({ status: 200, text: expect.stringContaining('type="password"') })
    for (const path of ['/index.html', '/image/1', '/images.zip?ids=1']) expect((await ask(path)).status).toBe(401)
    expect((await ask('/rpc/library/current', { body: {} })).status).toBe(401)
  })

  test('the password gets in, by a cookie that goes over TLS only', async () => {
    const login = await ask('/login', { body: { password: PASSWORD } })
    expect(login.status).toBe(204)
    const cookie = String(login.headers['set-cookie'])
    expect(cookie).toMatch(/^__Host-.*; HttpOnly; SameSite=Strict; Path=\/; Secure$/)
    const headers = { cookie: cookie.split(';')[0] }
    expect(await ask('/', { headers })).toMatchObject({ status: 200, text: expect.stringContaining('The app') })
    expect((await ask('/rpc/library/current', { headers, body: {} })).status).toBe(200)
    expect(
      (await ask('/rpc/library/current', { headers: { ...headers, origin: 'https://evil.test' }, body: {} })).status,
    ).toBe(403)
    expect((await ask('/', { headers: { ...headers, host: 'evil.test' } })).status).toBe(403)
  })

  test('guessing is over after five, and says for how long', async () => {
    const guess = () => ask('/login', { body: { password: 'not the password' } })
    const answers = await Promise.all(Array.from({ length: 8 }, guess))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(3)
    expect(Number(answers.find(({ status }) => status === 429)?.headers['retry-after'])).toBeGreaterThan(200)
  })

  test('nothing is answered without TLS', async () => {
    await expect(fetch(`http://${address}:${new URL(far.url).port}/`)).rejects.toThrow('fetch failed')
  })
})
