import type { Secrets } from './secrets.ts'

export interface S3Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Keys of the store, for its client alone; null: whatever else the machine has decides. */
export function s3Keys(
  secrets: Pick<Secrets, 'get'>,
  env: Readonly<Record<string, string | undefined>>,
): S3Keys | null {
  const [accessKeyId, secretAccessKey] = [secrets.get('AWS_ACCESS_KEY_ID'), secrets.get('AWS_SECRET_ACCESS_KEY')]
  if (!accessKeyId || !secretAccessKey) return null
  // The token belongs to the keys of the environment; beside stored ones it would be another's.
  const isTemporary =
    env['AWS_ACCESS_KEY_ID']?.trim() === accessKeyId && env['AWS_SECRET_ACCESS_KEY']?.trim() === secretAccessKey
  const sessionToken = isTemporary ? env['AWS_SESSION_TOKEN']?.trim() : undefined
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
}
