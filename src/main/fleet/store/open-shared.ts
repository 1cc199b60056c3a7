import { EvencastError } from '../../domain/error.ts'
import { type Bucket, openBucket } from '../../storage/s3/bucket.ts'
import type { ClientOptions } from '../../storage/s3/client.ts'
import { type Location, type LocationOptions, parseLocation } from '../../storage/s3/location.ts'
import { type EtagForm, promisesOf } from '../../storage/s3/write-promises.ts'

export type SharedOptions = LocationOptions & ClientOptions

/** The library's bucket, tested to support what a fleet needs. */
export interface SharedStore {
  readonly location: Location
  readonly bucket: Bucket
  readonly etags: EtagForm
}

/** Opens the store. Throws BAD_INPUT when two workers could overwrite each other's manifests on it. */
export async function openShared(options: SharedOptions, signal?: AbortSignal): Promise<SharedStore> {
  const location = parseLocation(options)
  const bucket = openBucket(location, options)
  const { ifMatch, ifNoneMatch } = await promisesOf(bucket, location, new Map(), signal)
  if (ifMatch && ifNoneMatch) return { location, bucket, etags: ifMatch }
  const lacking = [...(ifMatch ? [] : ['If-Match']), ...(ifNoneMatch ? [] : ['If-None-Match'])].join(' and ')
  throw new EvencastError(
    'BAD_INPUT',
    `${location.endpoint ?? location.url} ignores ${lacking}, so two workers could overwrite each other. Use a store that keeps conditional writes, such as Amazon S3 or Ceph.`,
  )
}
