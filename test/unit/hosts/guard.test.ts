import { expect, test } from 'vitest'
import { refusalOf } from '../../../src/main/hosts/web/guard.ts'
import { isLoopback } from '../../../src/main/hosts/web/loopback.ts'

const LOCAL = { scheme: 'http', answersTo: isLoopback } as const
const HOST = '127.0.0.1:4711'
const JSON_TYPE = { 'content-type': 'application/json' }

const passes: readonly (readonly [string, string, Record<string, string>])[] = [
  ['a program', 'GET', { host: HOST }],
  ['localhost', 'GET', { host: 'localhost:4711' }],
  ['capitals', 'GET', { host: 'LocalHost:4711' }],
  ['IPv6', 'GET', { host: '[::1]:4711' }],
  ['a tunnel that changes the port', 'GET', { host: 'localhost:9000', origin: 'http://localhost:9000' }],
  ['no port', 'GET', { host: 'localhost' }],
  ['our page', 'POST', { host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin', ...JSON_TYPE }],
  ['a typed address', 'GET', { host: HOST, 'sec-fetch-site': 'none' }],
  ['JSON with a charset', 'POST', { host: HOST, 'content-type': 'Application/JSON; charset=utf-8' }],
  ['HEAD', 'HEAD', { host: HOST }],
]
test.each(passes)('%s passes', (_name, method, headers) => {
  expect(refusalOf(method, new Headers(headers), LOCAL)).toBeNull()
})

const refused: readonly (readonly [string, number, string, Record<string, string>])[] = [
  ['no host', 403, 'GET', {}],
  ['a name that points here (DNS rebinding)', 403, 'GET', { host: 'evil.example:4711' }],
  ['a name that begins like ours', 403, 'GET', { host: 'localhost.evil.example' }],
  ['a name that ends like ours', 403, 'GET', { host: 'evil.localhost' }],
  ['user information', 403, 'GET', { host: 'localhost@evil.example' }],
  ['a path in the host', 403, 'GET', { host: 'localhost/evil' }],
  ['another address', 403, 'GET', { host: '192.168.0.2:4711' }],
  ['all addresses', 403, 'GET', { host: '0.0.0.0:4711' }],
  ['an empty host', 403, 'GET', { host: '' }],
  ['another origin', 403, 'POST', { host: HOST, origin: 'https://evil.example', ...JSON_TYPE }],
  ['our host on another port', 403, 'POST', { host: HOST, origin: 'http://127.0.0.1:80', ...JSON_TYPE }],
  ['our host over https', 403, 'POST', { host: HOST, origin: `https://${HOST}`, ...JSON_TYPE }],
  ['an opaque origin', 403, 'POST', { host: HOST, origin: 'null', ...JSON_TYPE }],
  ['an origin that begins like ours', 403, 'GET', { host: HOST, origin: `http://${HOST}.evil.example` }],
  ['a request from another site', 403, 'GET', { host: HOST, 'sec-fetch-site': 'cross-site' }],
  ['a request from another port', 403, 'GET', { host: HOST, 'sec-fetch-site': 'same-site' }],
  ['a preflight', 405, 'OPTIONS', { host: HOST }],
  ['PUT', 405, 'PUT', { host: HOST, ...JSON_TYPE }],
  ['DELETE', 405, 'DELETE', { host: HOST }],
  ['a form', 415, 'POST', { host: HOST, 'content-type': 'application/x-www-form-urlencoded' }],
  ['text that could be JSON', 415, 'POST', { host: HOST, 'content-type': 'text/plain' }],
  ['several parts', 415, 'POST', { host: HOST, 'content-type': 'multipart/form-data; boundary=x' }],
  ['no content type', 415, 'POST', { host: HOST }],
  ['JSON only in a parameter', 415, 'POST', { host: HOST, 'content-type': 'text/plain; x=application/json' }],
]
test.each(refused)('%s is refused with %i', (_name, status, method, headers) => {
  const refusal = refusalOf(method, new Headers(headers), LOCAL)
  expect(refusal?.status).toBe(status)
  expect(refusal?.message).toMatch(/\.$/)
})

test('encrypted, only pages of the encrypted server may ask, by one of its names', () => {
  const door = { scheme: 'https', answersTo: (name: string) => name === 'evencast.test' } as const
  const ask = (headers: Record<string, string>) => refusalOf('POST', new Headers({ ...JSON_TYPE, ...headers }), door)
  expect(ask({ host: 'evencast.test:8443', origin: 'https://evencast.test:8443' })).toBeNull()
  expect(ask({ host: 'evencast.test:8443', origin: 'http://evencast.test:8443' })?.status).toBe(403)
  expect(ask({ host: 'evil.test:8443', origin: 'https://evil.test:8443' })?.message).toContain('its certificate')
})
