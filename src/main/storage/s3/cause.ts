import { systemCode } from '../../domain/error.ts'
import { type NetworkProblem, networkProblem } from '../../domain/unreachable.ts'

/** Causes of a failed request, grouped by what the user can do. */
type Cause =
  | 'noBucket'
  | 'badBucket'
  | 'noCredentials'
  | 'keysRefused'
  | 'keysExpired'
  | 'noRegion'
  | 'wrongRegion'
  | 'clock'
  | 'denied'
  | 'archived'
  | 'damaged'
  | 'full'
  | 'changed'
  | 'busy'
  | NetworkProblem
  | 'notS3'
  | 'other'

/** Facts about an error that are safe to show: names and numbers, never a message, a header or a field of the service. */
export interface Facts {
  /** Error code of the server or the client. */
  readonly name: string
  readonly status: number | null
  readonly requestId: string | null
  /** Region in which the server says the bucket is. */
  readonly region: string | null
  readonly cause: Cause
}

const NAMES: readonly (readonly [Cause, readonly string[]])[] = [
  ['noBucket', ['NoSuchBucket']],
  ['badBucket', ['InvalidBucketName']],
  ['noCredentials', ['CredentialsProviderError', 'TokenProviderError']],
  [
    'keysRefused',
    ['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'InvalidClientTokenId', 'UnrecognizedClientException'],
  ],
  ['keysExpired', ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'InvalidToken']],
  [
    'wrongRegion',
    ['PermanentRedirect', 'TemporaryRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'],
  ],
  ['clock', ['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture']],
  ['denied', ['AccessDenied', 'AllAccessDisabled', 'AccountProblem', 'Forbidden']],
  ['archived', ['InvalidObjectState']],
  ['damaged', ['BadDigest', 'InvalidDigest', 'XAmzContentSHA256Mismatch', 'IncompleteBody']],
  ['full', ['QuotaExceeded', 'InsufficientCapacity', 'EntityTooLarge', 'XMinioStorageFull']],
  ['changed', ['PreconditionFailed', 'ConditionalRequestConflict', 'OperationAborted']],
  ['busy', ['SlowDown', 'ServiceUnavailable', 'Throttling', 'ThrottlingException', 'RequestLimitExceeded']],
  ['unreachable', ['TimeoutError', 'RequestTimeout']],
]

export function factsOf(error: unknown): Facts {
  const metadata = fieldOf(error, '$metadata')
  const headers = fieldOf(fieldOf(error, '$response'), 'headers')
  // Some servers send no name in an answer to HEAD, or none at all.
  const names = [systemCode(error), plain(fieldOf(error, 'Code')), plain(fieldOf(error, 'name'))]
  const named = names.find((one) => one && !NO_NAMES.includes(one)) ?? 'unnamed'
  const name = UNDICI[named] ?? named
  const httpStatus = fieldOf(metadata, 'httpStatusCode')
  const status = typeof httpStatus === 'number' ? httpStatus : null
  return {
    name,
    status,
    requestId: plain(fieldOf(metadata, 'requestId')),
    region: plain(fieldOf(error, 'Region')) ?? plain(fieldOf(headers, 'x-amz-bucket-region')),
    cause: causeOf(name, status, error),
  }
}

/** Error codes of undici with the system codes that they correspond to. */
const UNDICI: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_HEADERS_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_BODY_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_SOCKET: 'ECONNRESET',
}

const NO_NAMES: readonly string[] = ['Error', 'Unknown', 'UnknownError', 'SyntaxError', 'TypeError']

function causeOf(name: string, status: number | null, error: unknown): Cause {
  const named = NAMES.find(([, names]) => names.includes(name))
  if (named) return named[0]
  const problem = networkProblem(name)
  if (problem) return problem
  if (error instanceof Error && error.message === 'Region is missing') return 'noRegion'
  // Such a name comes from Node's HTTP parser; a web page in place of XML cannot be parsed either.
  if (error instanceof SyntaxError || name.startsWith('HPE_')) return 'notS3'
  if (status === 301 || status === 307) return 'wrongRegion'
  if (status === 401 || status === 403) return 'denied'
  if (status === 429 || (status !== null && status >= 500 && status !== 501)) return 'busy'
  return status !== null && status < 400 ? 'notS3' : 'other'
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

const plain = (value: unknown): string | null =>
  typeof value === 'string' && /^[\w.:/+=-]{1,120}$/.test(value) ? value : null
