import aws4 from 'aws4'
import type { ClientOptions, S3Credentials } from './client.ts'
import { type Address, addressOf, type Location } from './location.ts'

interface UnsignedRequest {
  readonly method: string
  /** Encoded path, with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** SHA-256 of the body in hex; absent when there is none. */
  readonly bodySha256?: string | undefined
}

export interface Signer {
  readonly address: Address
  /** Returns all headers of a request; a server accepts them for some minutes before and after `at`. */
  sign(request: UnsignedRequest, at: Date): Promise<Record<string, string>>
}

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/**
 * Creates a signer for requests to a bucket (AWS Signature Version 4). Keys and region come from the settings; where either is missing,
 * from the SDK's chain (profile, SSO, the machine's role), which is loaded only then and refreshes expiring keys.
 */
export async function createSigner(location: Location, options: ClientOptions): Promise<Signer> {
  const { credentials: entered } = options
  const chain = entered && location.region !== null ? null : await chainOf(location, options)
  const region = location.region ?? (await chain?.region()) ?? ''
  const credentials = async (): Promise<S3Credentials> => entered ?? (await chain?.credentials()) ?? NONE
  const address = addressOf(location, region)
  const { host } = new URL(address.origin)
  return {
    address,
    async sign({ method, path, headers, bodySha256 = EMPTY_SHA256 }, at) {
      const { accessKeyId, secretAccessKey, sessionToken } = await credentials()
      const dated = {
        ...headers,
        'X-Amz-Date': at.toISOString().replaceAll(/[:-]|\.\d{3}/g, ''),
        'X-Amz-Content-Sha256': bodySha256,
      }
      const request = { service: 's3', region, host, method, path, headers: dated }
      const signed = new aws4.RequestSigner(request, {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken && { sessionToken }),
      }).sign()
      return Object.fromEntries(Object.entries(signed.headers ?? {}).map(([name, value]) => [name, String(value)]))
    },
  }
}

const NONE: S3Credentials = { accessKeyId: '', secretAccessKey: '' }

async function chainOf(location: Location, options: ClientOptions) {
  const { createClient } = await import('./client.ts')
  return createClient(location, options).config
}
