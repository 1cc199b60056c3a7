import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { WritePromises } from '../../../../src/main/storage/s3/write-promises.ts'
import { filesIn, listAll, write } from '../support.ts'
import { KEY, setup, sha } from './support.ts'

const keysOf = async (store: Parameters<typeof listAll>[0]) => (await listAll(store)).map(({ key }) => key)

test('an object carries its type, its SHA-256 and a checksum, and no chunk framing', async () => {
  const { fake, put } = await setup()
  await put('one')
  const object = fake.objects.get(`set/${KEY}`)
  expect(object?.data.toString()).toBe('one')
  expect(object?.headers).toEqual({ 'content-type': 'image/jpeg', 'x-amz-meta-evencast-sha256': sha('one') })
})

test('an endpoint is tried out once, and the answer is kept by the caller', async () => {
  const memory = new Map<string, WritePromises>()
  const { fake, create, put, file, dir } = await setup({ memory })
  await Promise.all([put('one', { key: 'a.jpg' }), put('one', { key: 'b.jpg' })])
  expect([...memory.values()]).toEqual([{ ifNoneMatch: true, ifMatch: 'quoted' }])
  expect([...fake.objects.keys()].sort(), 'the probe leaves nothing').toEqual(['set/a.jpg', 'set/b.jpg'])
  fake.requests.length = 0
  await write(dir, 'c.jpg', 'three')
  await create().put('c.jpg', file('c.jpg'), { sha256: sha('three'), trashId: 't' })
  expect(fake.requests).toEqual(['HEAD set/c.jpg', 'PUT set/c.jpg'])
})

test('cancelling ends the trial of an endpoint, and another upload makes it anew', async () => {
  const { fake, create, file, dir } = await setup()
  const store = create()
  let hangs = true
  fake.intercept = ({ method, key }) => (hangs && method === 'PUT' && key.includes('/probe-') ? 'hang' : undefined)
  await write(dir, 'a.jpg', 'one')
  const ending = new AbortController()
  const put = (key: string, signal?: AbortSignal) =>
    store.put(key, file('a.jpg'), { sha256: sha('one'), trashId: 't', ...(signal && { signal }) })
  const [cancelled, tested] = [put('a.jpg', ending.signal), store.testConnection(ending.signal)]
  await expect.poll(() => fake.requests.filter((line) => line.includes('/probe-')).length).toBe(2)
  const other = put('b.jpg')
  ending.abort(new Error('closed'))
  await expect(cancelled).rejects.toThrow('closed')
  await expect(tested).rejects.toThrow()
  hangs = false
  expect(await other).toMatchObject({ key: 'b.jpg' })
})

test.each([
  ['refuses every condition', 412, 'PreconditionFailed'],
  ['does not know conditions', 501, 'NotImplemented'],
])('a server that %s is not asked to keep any', async (_, status, code) => {
  const { fake, store, put } = await setup()
  fake.intercept = ({ headers }) =>
    (headers['if-match'] ?? headers['if-none-match']) !== undefined ? { status, code } : undefined
  expect(await store.testConnection()).toEqual({ ifNoneMatch: false, ifMatch: false })
  await put('one')
  await put('two', { trashId: 't2' })
  expect(await store.sha256(KEY)).toBe(sha('two'))
})

test('a server that ignores conditions is found out', async () => {
  const { fake, store } = await setup()
  fake.intercept = ({ headers }) => {
    delete headers['if-match']
    delete headers['if-none-match']
    return undefined
  }
  expect(await store.testConnection()).toEqual({ ifNoneMatch: false, ifMatch: false })
})

test('what another wrote in the meantime is not overwritten', async () => {
  const { fake, store, put } = await setup()
  await store.testConnection()
  const foreign = { data: Buffer.from('foreign'), etag: 'foreign', headers: {}, at: new Date() }
  let raced = false
  fake.intercept = ({ method, key }) => {
    if (method === 'PUT' && key === `set/${KEY}` && !raced) {
      raced = true
      fake.objects.set(key, foreign)
    }
    return undefined
  }
  await expect(put('one')).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(fake.objects.get(`set/${KEY}`)).toBe(foreign)
})

test('an upload whose answer was lost is not taken for a conflict, nor done twice', async () => {
  const { fake, put } = await setup()
  await put('first', { key: 'other.jpg' })
  let lost = 0
  fake.intercept = (request) => {
    if (request.method === 'PUT' && request.key === `set/${KEY}` && lost++ === 0) {
      const etag = 'f97c5d29941bfb1b2fdab0874906ab82'
      fake.objects.set(request.key, { data: Buffer.from('one'), etag, headers: {}, at: new Date() })
      return 'drop'
    }
    return undefined
  }
  expect(await put('one')).toMatchObject({ bytes: 3 })
  expect(lost).toBe(2)
  fake.requests.length = 0
  await put('one')
  expect(fake.requests).toEqual([`HEAD set/${KEY}`])
})

test('nothing is replaced or removed whose copy did not arrive', async () => {
  const { fake, store, put } = await setup()
  await put('one')
  fake.intercept = ({ headers }) =>
    headers['x-amz-copy-source'] === undefined
      ? undefined
      : { status: 200, raw: '<CopyObjectResult><ETag>"x"</ETag></CopyObjectResult>' }
  await expect(put('two', { trashId: 't2' })).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(store.remove(KEY, 't3')).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(fake.objects.get(`set/${KEY}`)?.data.toString()).toBe('one')
})

test('a removal and a restoring that were cut off before their end are finished by repeating them', async () => {
  const { fake, store, put } = await setup()
  await put('one')
  let refusing = true
  fake.intercept = ({ method, key }) =>
    refusing && method === 'DELETE' && key.endsWith(KEY) ? { status: 403, code: 'AccessDenied' } : undefined
  await expect(store.remove(KEY, 't1')).rejects.toThrow('not allowed to delete objects')
  expect(await keysOf(store)).toEqual([KEY])
  refusing = false
  await store.remove(KEY, 't1')
  expect([...fake.objects.keys()]).toEqual([`set/.trash/t1/${KEY}`])
  refusing = true
  await expect(store.restore(KEY, 't1')).rejects.toThrow('not allowed to delete objects')
  refusing = false
  await store.restore(KEY, 't1')
  expect([...fake.objects.keys()]).toEqual([`set/${KEY}`])
})

test('a full trash costs no pages, and what others put there is left alone', async () => {
  const { fake, store } = await setup({}, 3)
  const stored = { data: Buffer.from('x'), etag: 'x', headers: {}, at: new Date() }
  const hidden = Array.from({ length: 50 }, (_, n) => `set/.trash/t/${n}.jpg`)
  const odd = ['set/ before.jpg', 'set/.trash.jpg', 'set/a+b c%41.jpg', 'set/con\u0001trol', 'set/x//y', 'set/z/']
  for (const key of [...hidden, ...odd, 'set/', 'settle.jpg', 'a.jpg']) fake.objects.set(key, stored)
  expect((await keysOf(store)).map((key) => `set/${key}`)).toEqual(odd)
  expect(fake.requests.length).toBeLessThan(6)
})

test.each([
  ['ignores where to go on', 'start-after'],
  ['goes round in circles', 'continuation-token'],
])('a listing that %s still ends', async (_, ignored) => {
  const { fake, store } = await setup({}, 2)
  const stored = { data: Buffer.from('x'), etag: 'x', headers: {}, at: new Date() }
  for (const key of ['set/.trash/1', 'set/.trash/2', 'set/.trash/3', 'set/a', 'set/b', 'set/c', 'set/d'])
    fake.objects.set(key, stored)
  fake.intercept = ({ query }) => {
    query.delete(ignored)
    return undefined
  }
  const listed = keysOf(store)
  if (ignored === 'start-after') expect(new Set(await listed)).toEqual(new Set(['a', 'b', 'c', 'd']))
  else await expect(listed).rejects.toThrow(/never ends/)
})

test('content that is not what was noted with it is not taken', async () => {
  const { fake, dir, store, put, file } = await setup()
  await put('one')
  const object = fake.objects.get(`set/${KEY}`)!
  fake.objects.set(`set/${KEY}`, { ...object, data: Buffer.from('two') })
  await expect(store.download(KEY, file('back.jpg'))).rejects.toThrow('was damaged in transfer')
  expect(existsSync(file('back.jpg'))).toBe(false)
  expect(await filesIn(dir)).toEqual(['source.jpg'])
})

test("somebody else's object is read to know its content", async () => {
  const { fake, store, file } = await setup()
  fake.objects.set(`set/${KEY}`, { data: Buffer.from('theirs'), etag: 'x-2', headers: {}, at: new Date() })
  expect(await store.sha256(KEY)).toBe(sha('theirs'))
  await store.download(KEY, file('theirs.jpg'))
  expect(await readFile(file('theirs.jpg'), 'utf8')).toBe('theirs')
})

test('an ETag that is no MD5 is not held against an upload whose size and note are right', async () => {
  const { fake, store, put } = await setup()
  fake.etagOf = (data) => `${data.length}-1`
  await store.testConnection()
  expect(await put('one')).toMatchObject({ bytes: 3 })
  expect(await put('two', { trashId: 't2' })).toMatchObject({ bytes: 3, etag: '3-1' })
  expect(await store.sha256(KEY)).toBe(sha('two'))
  fake.requests.length = 0
  await put('two', { trashId: 't3' })
  expect(fake.requests, 'it is there already').toEqual([`HEAD set/${KEY}`])
})

test.each([
  ['an empty body', ''],
  ["a proxy's page", '<html><body>Sign in to the network</body></html>'],
  ['a list of nobody', '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>'],
  ['a list of another bucket', '<ListBucketResult><Name>other</Name><Prefix>set/</Prefix></ListBucketResult>'],
])('%s with status 200 is no listing, and never an empty store', async (_, raw) => {
  const { fake, store } = await setup()
  fake.intercept = ({ method, key }) => (method === 'GET' && key === '' ? { status: 200, raw } : undefined)
  await expect(listAll(store)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test.each(['HEAD', 'PUT', 'DELETE'])('a proxy that says yes to every %s is not believed', async (method) => {
  const { fake, store, put } = await setup()
  await put('one')
  const objects = new Map(fake.objects)
  fake.intercept = (request) =>
    request.method === method && request.key.startsWith('set/actors')
      ? { status: 200, raw: '<html>ok</html>', headers: { 'content-type': 'text/html' } }
      : undefined
  const doing = method === 'PUT' ? put('two', { trashId: 't2' }) : store.remove(KEY, 't2')
  await expect(doing).rejects.toMatchObject({ code: 'UPSTREAM' })
  expect(fake.objects.get(`set/${KEY}`)).toEqual(objects.get(`set/${KEY}`))
})
