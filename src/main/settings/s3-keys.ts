import type { Secrets } from './secrets.ts'

export interface S3Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Returns the keys for the store's client; null when the machine's other credentials apply. */
export function s3Keys(
  secrets: Pick<Secrets, 'get'>,
  env: Readonly<Record<string, string | undefined>>,
): S3Keys | null {
  const [accessKeyId, secretAccessKey] = [secrets.get('AWS_ACCESS_KEY_ID'), secrets.get('AWS_SECRET_ACCESS_KEY')]
  if (!accessKeyId || !secretAccessKey) return null
  // The session token belongs to the keys in the environment and would not match stored ones.
  const isTemporary =
    env['AWS_ACCESS_KEY_ID']?.trim() === accessKeyId && env['AWS_SECRET_ACCESS_KEY']?.trim() === secretAccessKey
  const sessionToken = isTemporary ? env['AWS_SESSION_TOKEN']?.trim() : undefined
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
}
