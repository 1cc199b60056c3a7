import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createFolderStore } from '../../../src/main/storage/folder.ts'
import { createS3Store } from '../../../src/main/storage/s3/create.ts'
import { startFakeS3 } from '../../support/s3/fake.ts'
import { describeStore } from '../../support/store-contract.ts'
import { tempFolder } from './support.ts'

describeStore('a folder', async () => {
  const store = createFolderStore(join(await tempFolder(), 'mirror'))
  await store.prepare()
  return store
})

describeStore("S3 with Amazon's semantics", async () => {
  const fake = await startFakeS3()
  onTestFinished(() => fake.close())
  const store = createS3Store({
    url: `s3://${fake.bucket}/some prefix`,
    endpoint: fake.endpoint,
    env: {},
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  await store.prepare()
  return store
})
