import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolderStore } from '../../../src/main/storage/folder.ts'
import { tempFolder, write } from './support.ts'

test('a store on a read-only disk says that, and what to do', async () => {
  const dir = await tempFolder()
  const readOnly = () => Promise.reject(Object.assign(new Error('refused'), { code: 'EROFS' }))
  const store = createFolderStore(join(dir, 'mirror'), readOnly)
  await store.prepare()
  const put = store.put('actors/bo/bo_1.jpg', await write(dir, 'source.jpg', 'one'), { sha256: null, trashId: 't1' })
  const message = expect.stringMatching(/\(EROFS\)\. The disk is read-only\. Make it writable/)
  await expect(put).rejects.toMatchObject({ code: 'UNAVAILABLE', message })
  await expect(store.testConnection()).rejects.toMatchObject({ code: 'UNAVAILABLE', message })
})
