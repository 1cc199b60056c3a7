import type { MakeDirectoryOptions } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { openStore } from '../../../src/main/storage/open-store.ts'
import { tempFolder, write } from './support.ts'

// As Node does it on a disk that is mounted read-only.
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>()
  const mkdir = async (path: string, options?: MakeDirectoryOptions) => {
    if (!path.endsWith('.tmp')) return fs.mkdir(path, options)
    throw Object.assign(new Error('refused'), { code: options === undefined ? 'EROFS' : 'ENOENT' })
  }
  return { ...fs, mkdir }
})

test('a store on a read-only disk says that, and what to do', async () => {
  const dir = await tempFolder()
  const store = openStore(pathToFileURL(join(dir, 'mirror')).href)
  await store.prepare()
  const put = store.put('actors/bo/bo_1.jpg', await write(dir, 'source.jpg', 'one'), { sha256: null, trashId: 't1' })
  const said = {
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/\(EROFS\)\. The disk is read-only\. Make it writable/),
  }
  await expect(put).rejects.toMatchObject(said)
  await expect(store.testConnection()).rejects.toMatchObject(said)
})
