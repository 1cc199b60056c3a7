import { createServer, type AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { explain } from '../../../../src/main/storage/s3/explain.ts'
import { parseLocation } from '../../../../src/main/storage/s3/location.ts'
import type { FakeAnswer } from '../../../support/s3/fake.ts'
import { listAll } from '../support.ts'
import { KEY, setup } from './support.ts'

/** Returns everything that a log could show of an error. */
const shown = (error: unknown) => inspect(error, { depth: null, showHidden: true })

test.each<[string, FakeAnswer, string, RegExp]>([
  ['no such bucket', { status: 404, code: 'NoSuchBucket' }, 'NOT_FOUND', /no bucket “bucket” on http.*Create it/],
  [
    'access denied',
    { status: 403, code: 'AccessDenied' },
    'UNAVAILABLE',
    /not allowed to list objects in the bucket “bucket”/,
  ],
  ['unknown key', { status: 403, code: 'InvalidAccessKeyId' }, 'BAD_INPUT', /does not know the access key/],
  ['wrong secret', { status: 403, code: 'SignatureDoesNotMatch' }, 'BAD_INPUT', /secret key does not match/],
  ['expired session', { status: 400, code: 'ExpiredToken' }, 'BAD_INPUT', /session .* has expired/],
  [
    'wrong region, named in the body',
    { status: 400, code: 'AuthorizationHeaderMalformed', extra: '<Region>eu-central-1</Region>' },
    'BAD_INPUT',
    /is in the region eu-central-1, not in us-east-1/,
  ],
  [
    'wrong region, named in a header',
    { status: 301, code: 'PermanentRedirect', headers: { 'x-amz-bucket-region': 'eu-west-3' } },
    'BAD_INPUT',
    /is in the region eu-west-3/,
  ],
  ['wrong region, not named', { status: 301, code: 'PermanentRedirect' }, 'BAD_INPUT', /is in another region, not in/],
  ['a wrong clock', { status: 403, code: 'RequestTimeTooSkewed' }, 'UNAVAILABLE', /clock differs/],
  ['full', { status: 507, code: 'QuotaExceeded' }, 'LIMIT', /does not accept the file/],
  ['something else', { status: 418, code: 'Teapot' }, 'UPSTREAM', /did not allow to list objects .*Teapot, HTTP 418/],
  ['a web page', { status: 200, raw: '<!doctype html><p>Hello & welcome' }, 'UNAVAILABLE', /not as an S3 server/],
])('%s is a sentence without keys', { timeout: 60_000 }, async (_, answer, code, sentence) => {
  const { fake, store } = await setup()
  fake.intercept = () => answer
  const error: unknown = await store.prepare().catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'EvencastError', code, message: expect.stringMatching(sentence) })
  expect(shown(error)).not.toMatch(/AKIDSECRET|VERYSECRET|Signature=/)
})

test('a refusal without words, as HEAD gives it, is told by its status', async () => {
  const { fake, store } = await setup()
  fake.intercept = ({ method }) => (method === 'HEAD' ? { status: 403, raw: '' } : undefined)
  await expect(store.sha256(KEY)).rejects.toThrow('not allowed to read objects')
})

/** The client waits between attempts, longer each time. */
const attempts = 2

test('nobody there, no such host, no TLS', { timeout: 60_000 }, async () => {
  const { fake, create } = await setup({ attempts })
  const listener = createServer()
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo
  await new Promise((resolve) => listener.close(resolve))
  await expect(create({ endpoint: `http://127.0.0.1:${port}` }).prepare()).rejects.toThrow(
    /does not answer \(ECONNREFUSED\)/,
  )
  await expect(
    create({ endpoint: 'http://nowhere.invalid', unencryptedHosts: ['nowhere.invalid'] }).prepare(),
  ).rejects.toThrow(/not found on the network|does not answer/)
  await expect(create({ endpoint: fake.endpoint.replace('http:', 'https:') }).prepare()).rejects.toThrow(
    /does not speak TLS/,
  )
})

test.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /certificate of https:\/\/host is not trusted/],
  ['CERT_HAS_EXPIRED', /is not trusted \(CERT_HAS_EXPIRED\)/],
  ['ENOTFOUND', /not found on the network/],
  ['EHOSTUNREACH', /does not answer/],
])('the connection error %s is told in words, without its own message', (code, sentence) => {
  const location = parseLocation({ url: 's3://bucket', endpoint: 'https://host', env: {} })
  const told = explain(Object.assign(new Error('of AKIDSECRET'), { code }), location, 'list objects')
  expect(told).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringMatching(sentence) })
  expect(shown(told)).not.toContain('AKIDSECRET')
})

test('a server that never answers, or stops within an answer, is given up', { timeout: 120_000 }, async () => {
  const timeouts = { connectMs: 200, requestMs: 200, idleMs: 200 }
  const { fake, store, put, file } = await setup({ timeouts, attempts })
  await put('content')
  fake.intercept = () => 'hang'
  await expect(store.prepare()).rejects.toThrow(/does not answer \((TimeoutError|ETIMEDOUT)\)/)
  const silent = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\nETag: "x"\r\n\r\nhalf'))
  })
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void silent.close())
  const { port } = silent.address() as AddressInfo
  const { create } = await setup({ timeouts, attempts })
  const stalled = create({ endpoint: `http://127.0.0.1:${port}` })
  await expect(stalled.download(KEY, file('stalled.jpg'))).rejects.toThrow(/does not answer/)
})

test('without keys, and without a region, the user is told what to set', async () => {
  const { create } = await setup()
  const saved = { ...process.env }
  onTestFinished(() => void Object.assign(process.env, saved))
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  })
  await expect(create({ credentials: undefined }).prepare()).rejects.toThrow(
    /No keys .* were found\. Set AWS_ACCESS_KEY_ID/,
  )
  await expect(create({ endpoint: undefined }).prepare()).rejects.toThrow(/No region is set/)
})

test('a listing that fails at a later page is none', { timeout: 60_000 }, async () => {
  const { fake, store, put } = await setup({}, 2)
  for (let n = 0; n < 5; n++) await put(String(n), { key: `actors/bo/bo_${n}.jpg` })
  let pages = 0
  fake.intercept = ({ method, key }) =>
    method === 'GET' && key === '' && ++pages > 1 ? { status: 403, code: 'AccessDenied' } : undefined
  await expect(listAll(store)).rejects.toThrow('not allowed to list objects')
  expect(pages).toBe(2)
})
