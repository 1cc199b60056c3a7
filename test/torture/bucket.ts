import { CreateBucketCommand, GetObjectCommand, NoSuchKey, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3'
import { CEPH_NEEDS, startCeph } from '../support/s3/ceph.ts'
import { startFakeS3 } from '../support/s3/fake.ts'
import { missing } from '../support/s3/packages.ts'

/** A bucket that libraries are synced to. */
export interface Bucket {
  /** Name of the server for messages. */
  readonly server: string
  readonly name: string
  /** Environment that points a program to the bucket. */
  readonly env: Readonly<Record<string, string>>
  /** Returns the objects below a prefix by key, read with a client that is independent of the program's. */
  read(prefix: string): Promise<ReadonlyMap<string, Uint8Array>>
  close(): Promise<void>
}

const STAND_IN_KEYS = { accessKeyId: 'AKIDTORTURE', secretAccessKey: 'secret' }

/** Starts Ceph when it is wanted and installed, otherwise a stand-in. */
export async function startBucket(wanted: 'ceph' | 'stand-in'): Promise<Bucket> {
  if (wanted === 'ceph' && (await isInstalled())) {
    const { endpoint, credentials, stop } = await startCeph()
    const bucket = bucketAt('Ceph', 'torture', endpoint, credentials, stop)
    const client = clientOf(endpoint, credentials)
    await client.send(new CreateBucketCommand({ Bucket: 'torture' }))
    client.destroy()
    return bucket
  }
  const fake = await startFakeS3()
  return bucketAt('a stand-in', fake.bucket, fake.endpoint, STAND_IN_KEYS, () => fake.close())
}

/** Nothing is installed for this; Ceph is used only where it already is. */
async function isInstalled(): Promise<boolean> {
  process.env['EVENCAST_NO_APT'] = '1'
  return (await missing(CEPH_NEEDS)) === null
}

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const clientOf = (endpoint: string, credentials: Keys): S3Client =>
  new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })

export const bucketEnvironment = (endpoint: string, keys: Keys = STAND_IN_KEYS): Bucket['env'] => ({
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL_S3: endpoint,
})

const bucketAt = (server: string, name: string, endpoint: string, keys: Keys, close: Bucket['close']): Bucket => ({
  server,
  name,
  env: bucketEnvironment(endpoint, keys),
  async read(prefix) {
    const client = clientOf(endpoint, keys)
    const found = new Map<string, Uint8Array>()
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: name, Prefix: prefix }))
      for (const { Key = '' } of Contents) {
        // An object that was removed after the listing is skipped.
        const object = await client.send(new GetObjectCommand({ Bucket: name, Key })).catch((error: unknown) => {
          if (error instanceof NoSuchKey) return null
          throw error
        })
        if (object) found.set(Key, (await object.Body?.transformToByteArray()) ?? new Uint8Array())
      }
    client.destroy()
    return found
  },
  close,
})
