import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createS3Store, type S3Options } from '../../../../src/main/storage/s3/create.ts'
import { startFakeS3 } from '../../../support/s3/fake.ts'
import { tempFolder, write } from '../support.ts'

export const KEY = 'actors/bo/training_data/bo_1.jpg'
const SECRET = { accessKeyId: 'AKIDSECRET', secretAccessKey: 'VERYSECRET' }

export const sha = (content: string): string => createHash('sha256').update(content).digest('hex')

/** Creates a store over a server with Amazon's semantics, and returns both. */
export async function setup(options: Partial<S3Options> = {}, pageSize?: number) {
  const fake = await startFakeS3(pageSize)
  onTestFinished(() => fake.close())
  const dir = await tempFolder()
  const create = (more: Partial<S3Options> = {}) =>
    createS3Store({
      url: `s3://${fake.bucket}/set`,
      endpoint: fake.endpoint,
      env: {},
      credentials: SECRET,
      ...options,
      ...more,
    })
  const store = create()
  const put = async (content: string, { key = KEY, trashId = 't1' } = {}) =>
    store.put(key, await write(dir, 'source.jpg', content), { sha256: sha(content), trashId })
  return { fake, dir, create, store, put, file: (name: string) => join(dir, name) }
}
