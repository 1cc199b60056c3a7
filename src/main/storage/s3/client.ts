import { S3Client } from '@aws-sdk/client-s3'
import type { Location } from './location.ts'

/** Keys as they were entered; used only for signatures. */
export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface ClientOptions {
  /** Without them, the SDK's chain applies: environment, profile, SSO, the machine's role. */
  readonly credentials?: S3Credentials | undefined
  /** Profile in the shared AWS files; AWS_PROFILE by default. */
  readonly profile?: string | undefined
  readonly timeouts?: Timeouts | undefined
  /** Attempts for one request, including the first. */
  readonly attempts?: number | undefined
}

export interface Timeouts {
  readonly connectMs: number
  /** Timeout for an answer; an upload has more, by its size. */
  readonly requestMs: number
  /** Timeout without a byte in either direction. */
  readonly idleMs: number
}

/** Default timeouts; without any, the client would wait forever. */
const TIMEOUTS: Timeouts = { connectMs: 5000, requestMs: 60_000, idleMs: 60_000 }
const ATTEMPTS = 5
const SOCKETS = 64

export function createClient(location: Location, options: ClientOptions): S3Client {
  const { endpoint, region, isAws, pathStyle } = location
  const { connectMs, requestMs, idleMs } = options.timeouts ?? TIMEOUTS
  // Checksums in headers and trailers break many servers other than Amazon's; there Content-MD5 protects the data.
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
