import { CopyObjectCommand } from '@aws-sdk/client-s3'
import { type ClientOptions, createClient } from './client.ts'
import { encodeKey, type Location } from './location.ts'

/** Copies an object within its bucket, with its metadata. Throws the SDK's errors. */
export async function copyObject(
  location: Location,
  options: ClientOptions,
  { from, to, timeoutMs }: { readonly from: string; readonly to: string; readonly timeoutMs: number },
): Promise<true> {
  const CopySource = `${location.bucket}/${encodeKey(from)}`
  const command = new CopyObjectCommand({ Bucket: location.bucket, Key: to, CopySource })
  const client = createClient(location, options)
  try {
    await client.send(command, { requestTimeout: timeoutMs })
    return true
  } finally {
    client.destroy()
  }
}
