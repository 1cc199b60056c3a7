import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { createThumbnails } from '../../../src/main/media/thumbnails.ts'
import { createWeb } from '../../../src/main/media/web.ts'
import { namesIn } from '../../support/zip.ts'

async function setup() {
  const dir = await mkdtemp(join(tmpdir(), 'evencast-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const ui = join(dir, 'ui')
  await mkdir(join(ui, 'assets'), { recursive: true })
  await mkdir(join(dir, 'ui-evil'))
  await writeFile(join(ui, 'index.html'), '<title>ui</title>')
  await writeFile(join(ui, 'assets/app-1.js'), 'app')
  await writeFile(join(ui, '.env'), 'SECRET')
  await writeFile(join(dir, 'secret.txt'), 'SECRET')
  await writeFile(join(dir, 'ui-evil/x.txt'), 'SECRET')
  await symlink(join(dir, 'secret.txt'), join(ui, 'link.txt'))
  const photo = join(dir, 'photo.png')
  await sharp({ create: { width: 900, height: 600, channels: 3, background: 'teal' } })
    .png()
    .toFile(photo)
  await writeFile(join(dir, 'page.jpg'), '<script>alert(1)</script>')
  await writeFile(join(dir, 'empty.jpg'), '')
  const files: Record<string, string> = {
    '1': photo,
    '2': join(dir, 'page.jpg'),
    '3': join(dir, 'empty.jpg'),
    '4': join(dir, 'gone.jpg'),
  }
  const find = (id: string) => {
    const file = files[id]
    return file === undefined ? null : { file, version: 'v1', sha256: null }
  }
  const fetch = createWeb({
    thumbnails: createThumbnails({ cacheDir: join(dir, 'cache') }),
    image: find,
    base: (actorId) => (actorId === 'bo d' ? find('1') : null),
    trashed: async (trashId) => (trashId === 't-1' ? find('1') : null),
    kept: (sha256) => (sha256 === 'a'.repeat(64) ? find('1') : null),
    archived: (ids) =>
      ids.flatMap((id) => (files[id] === undefined ? [] : [{ name: `bö/${id}.jpg`, file: files[id] }])),
    uiDir: ui,
  })
  const get = (path: string, init?: RequestInit) => fetch(new Request(`http://localhost${path}`, init))
  return { get, photo }
}

const sizeOf = async (response: Response) => {
  const { format, width, height } = await sharp(await response.arrayBuffer()).metadata()
  return { format, width, height }
}

test('several images come as one archive of their own bytes; what is gone is left out', async () => {
  const { get, photo } = await setup()
  const response = await get('/images.zip?ids=4,1,2,9')
  expect(response.headers.get('content-type')).toBe('application/zip')
  const zip = Buffer.from(await response.arrayBuffer())
  expect(namesIn(zip)).toEqual(['bö/1.jpg', 'bö/2.jpg'])
  expect(zip.includes(await readFile(photo))).toBe(true)
  expect((await get('/images.zip?ids=9')).status).toBe(404)
  expect((await get('/images.zip')).status).toBe(404)
  const refused = await get(`/images.zip?ids=${Array.from({ length: 1001 }, (_, at) => at).join(',')}`)
  expect([refused.status, await refused.text()]).toEqual([413, expect.stringContaining('at most 1000')])
})

test('thumbnails are WebP of the asked size, kept for ever only under the version that is there', async () => {
  const { get } = await setup()
  const small = await get('/thumb/1?v=v1')
  expect(small.headers.get('content-type')).toBe('image/webp')
  expect(small.headers.get('cache-control')).toContain('immutable')
  expect(await sizeOf(small)).toEqual({ format: 'webp', width: 256, height: 171 })
  expect(await sizeOf(await get('/thumb/1?v=v1&size=512'))).toMatchObject({ width: 512 })
  expect(await sizeOf(await get('/thumb/1?size=9999'))).toMatchObject({ width: 256 })
  expect((await get('/thumb/1?v=old')).headers.get('cache-control')).toBe('no-cache')
})

test('full images are the original bytes, typed by what they are', async () => {
  const { get, photo } = await setup()
  const full = await get('/image/1?v=v1')
  expect(full.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await full.arrayBuffer()).equals(await readFile(photo))).toBe(true)
  expect((await get('/base/bo%20d')).headers.get('content-type')).toBe('image/png')
  expect(await sizeOf(await get('/base/bo%20d?size=256'))).toMatchObject({ format: 'webp', width: 256 })
})

test.each(['/image/2', '/thumb/2', '/image/3', '/thumb/3'])(
  '%s, no picture, is answered with a placeholder',
  async (path) => {
    const { get } = await setup()
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/svg+xml')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).not.toContain('script')
  },
)

test.each(['/image/4', '/thumb/4', '/image/none', '/base/none', '/thumb/..%2f..%2fetc%2fpasswd'])(
  '%s is not found',
  async (path) => {
    const { get } = await setup()
    expect((await get(path)).status).toBe(404)
  },
)

test('the interface is served with its types; only hashed assets are kept for ever', async () => {
  const { get } = await setup()
  const index = await get('/')
  expect(await index.text()).toBe('<title>ui</title>')
  expect(index.headers.get('content-type')).toMatch('text/html')
  expect(index.headers.get('cache-control')).toBe('no-cache')
  const asset = await get('/assets/app-1.js')
  expect(asset.headers.get('content-type')).toMatch('text/javascript')
  expect(asset.headers.get('cache-control')).toContain('immutable')
  expect((await get('/assets')).status).toBe(404)
})

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/..%2Fsecret.txt',
  '/%2e%2e/secret.txt',
  '/%2e%2e%2fsecret.txt',
  '/%252e%252e%252fsecret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/assets/%2e%2e/%2e%2e/secret.txt',
  '/..%5csecret.txt',
  '/..\\secret.txt',
  '/%5c%5chost%5cshare',
  '//etc/passwd',
  '/%2fetc%2fpasswd',
  '/C:%5cWindows%5cwin.ini',
  '/index.html%00.png',
  '/..%2fui-evil%2fx.txt',
  '/link.txt',
  '/.env',
  '/%2eenv',
  '/%',
  '/%ff%fe',
  '/index.html/',
])('%s leads nowhere', async (path) => {
  const { get } = await setup()
  const response = await get(path)
  expect(response.status).toBe(404)
  expect(await response.text()).not.toContain('SECRET')
})

test('every response carries the security headers, and nothing but GET and HEAD is answered', async () => {
  const { get } = await setup()
  for (const path of ['/', '/none', '/thumb/1', '/image/none', '/health']) {
    const { headers } = await get(path)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
  const post = await get('/image/1', { method: 'POST' })
  expect([post.status, post.headers.get('allow'), post.headers.get('x-content-type-options')]).toEqual([
    405,
    'GET, HEAD',
    'nosniff',
  ])
  const head = await get('/image/1', { method: 'HEAD' })
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'image/png', ''])
})

test('an error of ours names no path', async () => {
  const seen: unknown[] = []
  const fetch = createWeb({
    thumbnails: { get: () => Promise.resolve(null) },
    image: () => {
      throw new Error('/home/someone/secret')
    },
    base: () => null,
    onError: (error) => seen.push(error),
  })
  const response = await fetch(new Request('http://localhost/image/1'))
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('/home')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(seen).toHaveLength(1)
})

test('what lies in the trash is shown by the id of its item, and nothing else is', async () => {
  const { get } = await setup()
  const shown = await get('/trash/t-1?size=256')
  expect(shown.status).toBe(200)
  expect(await sizeOf(shown)).toMatchObject({ format: 'webp', width: 256 })
  for (const path of ['/trash/other', '/trash/..%2Fsecret.txt']) expect((await get(path)).status).toBe(404)
})

test('what a snapshot holds is shown by its content, as a thumbnail and never whole', async () => {
  const { get } = await setup()
  const shown = await get(`/snapshot/${'a'.repeat(64)}?v=v1&size=256`)
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp'])
  expect((await get(`/snapshot/${'a'.repeat(64)}`)).headers.get('content-type')).toBe('image/webp')
  expect((await get('/snapshot/..%2F..%2Fsecret')).status).toBe(404)
})
