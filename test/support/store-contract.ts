import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/main/storage/store.ts'
import { listAll, tempFolder, write } from '../unit/storage/support.ts'

const KEY = "actors/bo/training_data/bo 1+2%20#ä('!).jpg"
const sha = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')

/** Tests that every store must pass. `createEmpty` returns an empty store, ready for use. */
export function describeStore(name: string, createEmpty: () => Promise<Store>): void {
  describe(name, () => {
    async function setup() {
      const dir = await tempFolder()
      const store = await createEmpty()
      const put = async (content: string | Buffer, trashId = 't1', key = KEY) => {
        const file = join(dir, 'source.jpg')
        await writeFile(file, content)
        return store.put(key, file, { sha256: sha(content), trashId })
      }
      const listed = async () => (await listAll(store)).map(({ key, bytes }) => `${key} ${bytes}`).sort()
      const content = async (key = KEY) => {
        const file = join(dir, `back-${randomBytes(4).toString('hex')}`)
        await store.download(key, file)
        return readFile(file, 'utf8')
      }
      return { dir, store, put, listed, content }
    }

    test('what is put is listed as it was returned, read back, and has its own address', async () => {
      const { dir, store, put, content } = await setup()
      const object = await put('one')
      const [only, ...others] = await listAll(store)
      expect(others).toEqual([])
      expect(only).toEqual({ key: KEY, bytes: 3, etag: object.etag, modifiedAt: expect.any(String) })
      expect(object).toMatchObject({ key: KEY, bytes: 3 })
      expect(new Date(object.modifiedAt).getTime()).toBeGreaterThan(0)
      expect(await store.sha256(KEY)).toBe(sha('one'))
      expect(await content()).toBe('one')
      const taken = await write(dir, 'taken.jpg', 'mine')
      await expect(store.download(KEY, taken), 'never onto a file').rejects.toThrow()
      expect(await readFile(taken, 'utf8')).toBe('mine')
      expect(decodeURIComponent(URL.parse(store.urlOf(KEY))!.pathname).endsWith(KEY)).toBe(true)
      expect(store.urlOf(KEY).startsWith(store.urlOf('actors'))).toBe(true)
    })

    test('another content has another ETag; an empty file and a large one arrive whole', async () => {
      const { store, put } = await setup()
      const first = await put('one')
      // A folder's clock may not have moved on between two writes.
      await expect.poll(async () => (await put('two')).etag).not.toBe(first.etag)
      await put('', 't1', 'actors/bo/empty.jpg')
      expect(await store.sha256('actors/bo/empty.jpg')).toBe(sha(''))
      const large = randomBytes(9 * 1024 * 1024)
      expect(await put(large, 't1', 'actors/bo/large.png')).toMatchObject({ bytes: large.length })
      expect(await store.sha256('actors/bo/large.png')).toBe(sha(large))
    })

    test('what is replaced or removed comes back, never onto something else', async () => {
      const { store, put, listed, content } = await setup()
      await put('one')
      await put('two!', 't2')
      await store.remove(KEY, 't3')
      await store.remove(KEY, 't3')
      expect(await listed(), 'the trash is not listed').toEqual([])
      expect(await store.restore(KEY, 't3')).toMatchObject({ key: KEY, bytes: 4 })
      expect(await content()).toBe('two!')
      expect(await store.sha256(KEY)).toBe(sha('two!'))
      await expect(store.restore(KEY, 't3')).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(store.restore(KEY, 't2')).rejects.toMatchObject({ code: 'CONFLICT' })
      await store.remove(KEY, 't4')
      await store.restore(KEY, 't2')
      expect(await content()).toBe('one')
    })

    test('what is purged from the trash is gone for good, and nothing else', async () => {
      const { store, put, listed } = await setup()
      await put('one')
      await put('two!', 't2')
      await store.remove(KEY, 't3')
      await store.purge(KEY, 't2')
      await store.purge(KEY, 't2')
      await store.purge('actors/no.jpg', 't9')
      await expect(store.restore(KEY, 't2')).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await store.restore(KEY, 't3')
      expect(await listed()).toEqual([`${KEY} 4`])
    })

    test('a call may be repeated', async () => {
      const { store, put, listed, content } = await setup()
      await put('one', 't1')
      await put('two!', 't2')
      await put('two!', 't2')
      expect(await listed()).toEqual([`${KEY} 4`])
      await store.remove(KEY, 't3')
      await store.restore(KEY, 't2')
      expect(await content(), 'the first that was kept under an id stays').toBe('one')
    })

    test('a file that changed since it was looked at is not put', async () => {
      const { dir, store, put, content } = await setup()
      await put('one')
      const file = await write(dir, 'source.jpg', 'other')
      const options = { sha256: sha('planned'), trashId: 't2' }
      await expect(store.put(KEY, file, options)).rejects.toMatchObject({ code: 'CONFLICT' })
      expect(await content()).toBe('one')
    })

    test('a connection test leaves nothing behind', async () => {
      const { store, listed } = await setup()
      await store.testConnection()
      expect(await listed()).toEqual([])
    })

    test('names that lead elsewhere are refused, and so is a trash id', async () => {
      const { store, dir } = await setup()
      const file = await write(dir, 'source.jpg', 'x')
      for (const key of ['../x.jpg', 'a//b.jpg', '.trash/x.jpg', ''])
        await expect(store.put(key, file, { sha256: sha('x'), trashId: 't' }), key).rejects.toMatchObject({
          code: 'BAD_INPUT',
        })
      await expect(store.remove('a.jpg', '../t')).rejects.toThrow('trash id')
    })

    test('what is missing is said, and leaves no file behind', async () => {
      const { dir, store } = await setup()
      await expect(store.download('actors/no.jpg', join(dir, 'no.jpg'))).rejects.toMatchObject({
        name: 'EvencastError',
      })
      expect(existsSync(join(dir, 'no.jpg'))).toBe(false)
      await expect(store.sha256('actors/no.jpg')).rejects.toMatchObject({ name: 'EvencastError' })
      await store.remove('actors/no.jpg', 't')
    })

    test('an abort ends a listing, an upload and a download', async () => {
      const { dir, store, put } = await setup()
      await put('one')
      const signal = AbortSignal.abort()
      await expect(drain(store, signal)).rejects.toMatchObject({ name: 'AbortError' })
      const file = await write(dir, 'source.jpg', 'x')
      const putting = store.put('actors/new.jpg', file, { sha256: sha('x'), trashId: 't', signal })
      await expect(putting).rejects.toMatchObject({ name: 'AbortError' })
      await expect(store.download(KEY, join(dir, 'never.jpg'), signal)).rejects.toMatchObject({ name: 'AbortError' })
      expect((await listAll(store)).map(({ key }) => key)).toEqual([KEY])
    })
  })
}

async function drain(store: Store, signal: AbortSignal): Promise<void> {
  for await (const { key } of store.list(signal)) expect(key).toBe(undefined)
}
