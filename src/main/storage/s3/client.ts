import { S3Client } from '@aws-sdk/client-s3'
import type { Location } from './location.ts'

/** Keys as they were entered; they go nowhere but into signatures. */
export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface ClientOptions {
  /** Without them, the SDK's chain: environment, profile, SSO, the machine's role. */
  readonly credentials?: S3Credentials | undefined
  /** Of the shared AWS files; by default AWS_PROFILE. */
  readonly profile?: string | undefined
  readonly timeouts?: Timeouts | undefined
  /** For one request, the first included. */
  readonly attempts?: number | undefined
}

export interface Timeouts {
  readonly connectMs: number
  /** For an answer; an upload has more, by its size. */
  readonly requestMs: number
  /** Without a byte in either direction. */
  readonly idleMs: number
}

/** Without these the client would wait for ever. */
const TIMEOUTS: Timeouts = { connectMs: 5000, requestMs: 60_000, idleMs: 60_000 }
const ATTEMPTS = 5
const SOCKETS = 64

export function createClient(location: Location, options: ClientOptions): S3Client {
  const { endpoint, region, isAws, pathStyle } = location
  const { connectMs, requestMs, idleMs } = options.timeouts ?? TIMEOUTS
  // Checksums in headers and trailers broke many servers that are not Amazon's; there Content-MD5 guards what is sent.
  const checksums = isAws ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED'
  const { credentials, profile } = options
  return new S3Client({
    ...(endpoint !== null && { endpoint }),
    ...(region !== null && { region }),
    ...(profile && { profile }),
    ...(credentials && {
      credentials: {
        accessKeyId: credentials.accessKeyId,
        secretAccessKey: credentials.secretAccessKey,
        ...(credentials.sessionToken && { sessionToken: credentials.sessionToken }),
      },
    }),
    forcePathStyle: pathStyle,
    requestChecksumCalculation: checksums,
    responseChecksumValidation: checksums,
    retryMode: 'standard',
    maxAttempts: options.attempts ?? ATTEMPTS,
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: requestMs,
      socketTimeout: idleMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: SOCKETS },
    },
  })
}
