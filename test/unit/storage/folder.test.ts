import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/main/storage/open-store.ts'
import { filesIn, listAll, tempFolder, write } from './support.ts'

const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const KEY = 'actors/bo/training_data/bo 1#ä.jpg'

async function setup() {
  const dir = await tempFolder()
  const root = join(dir, 'mirror')
  const store = openStore(pathToFileURL(root).href)
  await store.prepare()
  const put = async (content: string, trashId = 't1') =>
    store.put(KEY, await write(dir, 'source.jpg', content), { sha256: sha(content), trashId })
  const listed = async () => (await listAll(store)).map(({ key, bytes }) => [key, bytes])
  return { dir, root, store, put, listed }
}

test('what is put is listed, read back and has an address', async () => {
  const { dir, root, store, put, listed } = await setup()
  const { sha256, ...object } = await put('one')
  expect(sha256).toBe(sha('one'))
  expect(object).toMatchObject({ key: KEY, bytes: 3 })
  expect(await listAll(store)).toEqual([object])
  expect(await listed()).toEqual([[KEY, 3]])
  expect(await store.sha256(KEY)).toBe(sha('one'))
  await store.download(KEY, join(dir, 'back.jpg'))
  expect(await readFile(join(dir, 'back.jpg'), 'utf8')).toBe('one')
  await expect(store.download(KEY, join(dir, 'back.jpg')), 'never onto a file').rejects.toThrow()
  expect(store.urlOf(KEY)).toBe(`${pathToFileURL(root).href}/actors/bo/training_data/bo%201%23%C3%A4.jpg`)
  expect(await filesIn(root)).toEqual([KEY])
})

test('what is replaced or removed lies in the trash and comes back, never onto something else', async () => {
  const { root, store, put, listed } = await setup()
  await put('one')
  await put('two!', 't2')
  expect(await readFile(join(root, '.trash/t2', KEY), 'utf8')).toBe('one')
  await store.remove(KEY, 't3')
  await store.remove(KEY, 't3')
  expect(await listed()).toEqual([])
  expect(await store.restore(KEY, 't3')).toMatchObject({ bytes: 4 })
  expect(await readFile(join(root, KEY), 'utf8')).toBe('two!')
  await expect(store.restore(KEY, 't3')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(store.restore(KEY, 't2')).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a file that changed while it was copied is not put, and what was there stays', async () => {
  const { dir, root, store, put } = await setup()
  await put('one')
  const file = await write(dir, 'source.jpg', 'other')
  await expect(store.put(KEY, file, { sha256: sha('planned'), trashId: 't2' })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  expect(await filesIn(root)).toEqual([KEY])
  expect(await readFile(join(root, KEY), 'utf8')).toBe('one')
})

test('keys and ids that lead elsewhere are refused', async () => {
  const { store, dir } = await setup()
  const file = await write(dir, 'source.jpg', 'x')
  await expect(store.put('../x.jpg', file, { sha256: sha('x'), trashId: 't' })).rejects.toMatchObject({
    code: 'BAD_INPUT',
  })
  await expect(store.remove('a.jpg', '../t')).rejects.toThrow()
})

test('a store that vanished is UNAVAILABLE for every call, and is not made anew', async () => {
  const { root, store, put } = await setup()
  await put('one')
  await rename(root, `${root}-away`)
  for (const call of [() => listAll(store), () => put('two'), () => store.remove(KEY, 't'), () => store.sha256(KEY)]) {
    await expect(call()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  }
  await expect(openStore(pathToFileURL(join(root, 'a/b')).href).prepare()).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  })
  await rename(`${root}-away`, root)
  await writeFile(join(root, 'stray.txt'), '')
  expect((await listAll(store)).map(({ key }) => key).sort()).toEqual([KEY, 'stray.txt'])
})

test.each([
  ['gs://bucket/prefix', /not a store that Evencast supports/],
  ['https://me:secret@host/x', /“https:\/\/host\/x”/],
  ['/mnt/backup', /file:\/\/\/mnt\/backup/],
  ['file://server/share', /three slashes/],
  ['file:///', /is not a folder/],
])('%s is refused with a sentence', (url, sentence) => {
  expect(() => openStore(url)).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringMatching(sentence) }),
  )
})
