import { chmod, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answersTo, nameOf, networkPlaceOf, type ServeFlags } from '../../../src/main/hosts/web/network-place.ts'
import { type CertificateFiles, makeCertificate } from '../../support/certificate.ts'
import { temporaryFolder } from '../../support/library.ts'

const PASSWORD = 'correct horse battery'
const ENV = { EVENCAST_PASSWORD: PASSWORD }
const cleanup = new AsyncDisposableStack()
let dir = ''
let files: CertificateFiles

beforeAll(async () => {
  dir = cleanup.use(await temporaryFolder()).path
  files = await makeCertificate(dir, 'DNS:*.evencast.test,DNS:evencast.test,IP:192.0.2.7')
})
afterAll(() => cleanup.disposeAsync())

test.each([{}, { host: '127.0.0.1' }, { host: 'localhost' }, { host: '::1' }])(
  '%j is this computer alone',
  async (flags) => {
    expect(await networkPlaceOf(flags, ENV)).toBeNull()
  },
)

const PLACES = ['0.0.0.0', '::', '192.0.2.7', '127.1', 'localhost.evil.test', 'evencast.test', '0']
test.each(PLACES)('%s is refused without a certificate, its key or a password, in one sentence', async (host) => {
  const missing: readonly (readonly [ServeFlags, Record<string, string>, RegExp])[] = [
    [{ host }, ENV, /add --tls-cert FILE/],
    [{ host, tlsKey: files.tlsKey }, ENV, /add --tls-cert FILE/],
    [{ host, tlsCert: files.tlsCert }, ENV, /add --tls-key FILE/],
    [{ host, ...files }, {}, /set EVENCAST_PASSWORD, or add --password-file FILE/],
    [{ host, ...files }, { EVENCAST_PASSWORD: '' }, /set EVENCAST_PASSWORD/],
    [{ host, ...files }, { EVENCAST_PASSWORD: 'short' }, /at least 12 characters/],
    [{ host, ...files }, { EVENCAST_PASSWORD: 'x'.repeat(201) }, /at most 200 characters/],
  ]
  for (const [flags, env, message] of missing)
    await expect(networkPlaceOf(flags, env)).rejects.toMatchObject({ code: 'BAD_INPUT', message })
  expect(await networkPlaceOf({ host, ...files }, ENV)).toMatchObject({ host, password: PASSWORD })
})

test('with a certificate on this computer a password is needed, too, and an empty address is none', async () => {
  await expect(networkPlaceOf({ ...files }, {})).rejects.toThrow('only with a password')
  await expect(networkPlaceOf({ host: '' }, ENV)).rejects.toThrow('--host')
})

test('files that are no certificate and its key, or cannot be read, are named', async () => {
  const host = '0.0.0.0'
  await expect(networkPlaceOf({ host, tlsCert: files.tlsKey, tlsKey: files.tlsCert }, ENV)).rejects.toThrow(
    'no certificate and its key',
  )
  const gone = join(dir, 'gone.pem')
  await expect(networkPlaceOf({ host, ...files, tlsKey: gone }, ENV)).rejects.toThrow(`${gone} cannot be read`)
})

test('a password file gives its first line, and is refused when others can read it', async () => {
  const [file, link] = [join(dir, 'password'), join(dir, 'linked')]
  await writeFile(file, `${PASSWORD} from a file\r\nnotes\n`, { mode: 0o600 })
  await symlink(file, link)
  const flags = { host: '0.0.0.0', ...files, passwordFile: link }
  expect(await networkPlaceOf(flags, {})).toMatchObject({ password: `${PASSWORD} from a file` })
  if (process.platform === 'win32') return
  await chmod(file, 0o640)
  await expect(networkPlaceOf(flags, {})).rejects.toThrow('chmod 600')
})

test('it answers to the names of the certificate, its own address and this computer, and to nothing else', async () => {
  const place = await networkPlaceOf({ host: '198.51.100.3', ...files }, ENV)
  if (!place) throw new Error('refused')
  const isOwn = answersTo(place)
  const own = ['evencast.test', 'a.evencast.test', '192.0.2.7', '198.51.100.3', 'localhost', '[::1]']
  expect(own.filter((name) => !isOwn(name))).toEqual([])
  const foreign = ['evil.test', 'a.b.evencast.test', 'evencast.test.evil.test', '192.0.2.8', '0.0.0.0', '[::]', '']
  expect(foreign.filter(isOwn)).toEqual([])
  expect(nameOf(place)).toBe('198.51.100.3')
  expect(nameOf({ ...place, host: '0.0.0.0' })).toBe('evencast.test')
  expect(nameOf({ ...place, host: '2001:db8::1' })).toBe('[2001:db8::1]')
})
