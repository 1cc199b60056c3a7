import { type ErrorCode, EvencastError } from '../../domain/error.ts'
import { type Facts, factsOf } from './cause.ts'
import type { Location } from './location.ts'

/**
 * Converts a client error to an EvencastError with a sentence; an EvencastError or an abort stays as it is. The original error is not the
 * cause, because it contains access keys, signatures and headers, and causes are logged.
 */
export function explain(error: unknown, location: Location, doing: string): unknown {
  if (error instanceof EvencastError || isAbort(error)) return error
  const facts = factsOf(error)
  const [code, sentence] = tell(facts, location, doing)
  const request = facts.requestId === null ? '' : `, request ${facts.requestId}`
  return new EvencastError(code, sentence, { cause: new Error(`${facts.name}, HTTP ${facts.status ?? '-'}${request}`) })
}

export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

function tell(facts: Facts, location: Location, doing: string): readonly [ErrorCode, string] {
  const { bucket, endpoint } = location
  const server = endpoint ?? 'Amazon S3'
  switch (facts.cause) {
    case 'noBucket':
      return ['NOT_FOUND', `There is no bucket “${bucket}” on ${server}. Create it, or correct the store's URL.`]
    case 'badBucket':
      return ['BAD_INPUT', `“${bucket}” cannot be a bucket's name on ${server}. Correct the store's URL.`]
    case 'noCredentials':
      return [
        'BAD_INPUT',
        `No keys for ${server} were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose another profile, or enter keys in Settings.`,
      ]
    case 'keysRefused':
      return ['BAD_INPUT', `${server} does not know the access key, or the secret key does not match it. Check both.`]
    case 'keysExpired':
      return ['BAD_INPUT', `The session for ${server} has expired. Sign in again, for example with “aws sso login”.`]
    case 'noRegion':
      return ['BAD_INPUT', `No region is set for the bucket “${bucket}”. Set one, for example in AWS_REGION.`]
    case 'wrongRegion':
      return ['BAD_INPUT', wrongRegion(facts, location)]
    case 'clock':
      return ['UNAVAILABLE', `This computer's clock differs too much from that of ${server}. Correct the clock.`]
    case 'denied':
      return [
        'UNAVAILABLE',
        `The keys in use are not allowed to ${doing} in the bucket “${bucket}”. Grant them list, read, write and delete.`,
      ]
    case 'archived':
      return ['UNAVAILABLE', `An object in the bucket “${bucket}” is archived. Restore it on ${server} first.`]
    case 'damaged':
      return ['UPSTREAM', `Data was damaged in transfer to ${server}. Sync again.`]
    case 'full':
      return ['LIMIT', `The bucket “${bucket}” does not accept the file: the bucket is full or the file is too large.`]
    case 'changed':
      return ['CONFLICT', `Something else wrote to the bucket “${bucket}” at the same time. Sync again.`]
    case 'busy':
      return ['UNAVAILABLE', `${server} is overloaded or unavailable (${said(facts)}). Try again later.`]
    case 'notFoundHost':
      return ['UNAVAILABLE', `${server} was not found on the network. Check the endpoint's name and the connection.`]
    case 'unreachable':
      return ['UNAVAILABLE', `${server} does not answer (${facts.name}). Check the endpoint, its port and the network.`]
    case 'certificate':
      return [
        'UNAVAILABLE',
        `The certificate of ${server} is not trusted (${facts.name}). Name its authority's file in NODE_EXTRA_CA_CERTS.`,
      ]
    case 'notTls':
      return [
        'UNAVAILABLE',
        `${server} does not speak TLS there. Correct the port, or begin the endpoint with http://.`,
      ]
    case 'notS3':
      return ['UNAVAILABLE', `${server} answers, but not as an S3 server does. Check the endpoint and its port.`]
    case 'other':
      return [
        'UPSTREAM',
        `${server} did not allow to ${doing} in the bucket “${bucket}” (${said(facts)}). Check its settings.`,
      ]
  }
}

const said = ({ name, status }: Facts): string => (status === null ? name : `${name}, HTTP ${status}`)

function wrongRegion({ region }: Facts, location: Location): string {
  const used = location.region === null ? '' : `, not in ${location.region}`
  return `The bucket “${location.bucket}” is in ${region === null ? 'another region' : `the region ${region}`}${used}. Correct the region.`
}
