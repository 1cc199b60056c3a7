import { EvencastError } from '../../domain/error.ts'
import { mayCarryKeys } from '../../kit/service-url.ts'
import { isSafeKey, STORE_TRASH } from '../store.ts'

export interface LocationOptions {
  /** `s3://bucket` or `s3://bucket/prefix`; the prefix is used as it is written. */
  readonly url: string
  /** Endpoint of a server other than Amazon's, with its scheme; a path is kept. Default: AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL. */
  readonly endpoint?: string | undefined
  /** Default: AWS_REGION or AWS_DEFAULT_REGION. */
  readonly region?: string | undefined
  /** True when the bucket is in the path instead of the host name. Default: true on every server except Amazon's. */
  readonly pathStyle?: boolean | undefined
  /** Hosts (with their port) to which unencrypted requests are allowed. */
  readonly unencryptedHosts?: readonly string[] | undefined
  /** Default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

/** Location of a store's objects. */
export interface Location {
  readonly url: string
  readonly bucket: string
  /** Empty, or ending in a slash. */
  readonly prefix: string
  readonly endpoint: string | null
  /** Null when it was not given: the SDK then takes it from the profile. */
  readonly region: string | null
  readonly isAws: boolean
  readonly pathStyle: boolean
}

/** S3's limit for a whole key, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/
/** Bucket names that can be a host name under a wildcard certificate. */
const HOST_LABEL = /^[a-z0-9-]+$/
const EXAMPLE = 's3://my-bucket/actors'

/** Parses a store's location. Throws BAD_INPUT. */
export function parseLocation({
  url,
  pathStyle,
  unencryptedHosts,
  env = process.env,
  ...given
}: LocationOptions): Location {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(url.trim()) ?? []
  if (bucket.includes('@'))
    throw bad(`Keys do not belong in the store's URL. Enter it as ${EXAMPLE} and set the keys in a profile.`)
  if (!BUCKET.test(bucket)) throw bad(`The store's URL has no bucket. Enter it as ${EXAMPLE}.`)
  const parts = path.replace(/\/$/, '')
  // A hidden folder as the prefix is allowed, unless it is the trash of a store above it.
  const safe = parts === '' || isSafeKey(parts.replaceAll(/(^|\/)\.(?=[^./])/g, '$1'))
  if (!safe || /[?#]/.test(parts) || parts.split('/').includes(STORE_TRASH))
    throw bad(`“${parts}” cannot be a prefix in the bucket ${bucket}. Enter the store's URL as ${EXAMPLE}.`)

  const endpoint = first(given.endpoint, env['AWS_ENDPOINT_URL_S3'], env['AWS_ENDPOINT_URL'])
  const server = endpoint === null ? null : parseEndpoint(endpoint)
  if (server && !mayCarryKeys(server.href, unencryptedHosts))
    throw bad(
      `${server.host} would be sent signed requests without encryption. Write the endpoint with https, or allow it for ${server.host} in Settings or by --unencrypted-host.`,
    )
  const isAws = server === null || /(^|\.)amazonaws\.com(\.cn)?$/.test(server.hostname)
  const region = first(given.region, env['AWS_REGION'], env['AWS_DEFAULT_REGION'])
  return {
    url: `s3://${bucket}${parts === '' ? '' : `/${parts}`}`,
    bucket,
    prefix: parts === '' ? '' : `${parts}/`,
    endpoint: server && server.href.replace(/\/$/, ''),
    region: region ?? (server && !isAws ? defaultRegion(server) : null),
    isAws,
    pathStyle: (pathStyle ?? !isAws) || (server !== null && isIpAddress(server.hostname)),
  }
}

const first = (...values: readonly (string | undefined)[]): string | null =>
  values.map((value) => value?.trim()).find((value) => value) ?? null

function parseEndpoint(text: string): URL {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol))
    throw bad(`“${withoutUser(text)}” is not an endpoint. Enter it with its scheme, such as https://s3.example.com.`)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw bad(`The endpoint must be an address only, such as https://s3.example.com, without keys or options.`)
  return url
}

const defaultRegion = ({ hostname }: URL): string =>
  hostname.endsWith('.r2.cloudflarestorage.com') ? 'auto' : 'us-east-1'

const isIpAddress = (host: string): boolean => /^(\d+\.){3}\d+$|^\[/.test(host)

const withoutUser = (text: string): string => text.replace(/\/\/[^/@]*@/, '//')

const bad = (sentence: string) => new EvencastError('BAD_INPUT', sentence)

/** Returns the bucket's key for a key of the store. Throws BAD_INPUT for one that is not a valid file name everywhere. */
export function fullKey({ prefix }: Location, key: string): string {
  if (!isSafeKey(key)) throw bad(`“${key}” cannot be a file name in the store. Rename the file.`)
  return prefix + key
}

/** Returns the key in the trash for an object that is removed or replaced. */
export function trashKey(location: Location, key: string, trashId: string): string {
  fullKey(location, key)
  if (!/^[\w-]{1,100}$/.test(trashId)) throw new EvencastError('INTERNAL', 'A trash id is not valid.')
  const kept = `${location.prefix}${STORE_TRASH}/${trashId}/${key}`
  if (Buffer.byteLength(kept) > MAX_KEY_BYTES)
    throw bad(`The name of ${key} is too long for the store, which also keeps it in its trash. Rename the file.`)
  return kept
}

export interface Address {
  /** Scheme and host, without a slash at its end. */
  readonly origin: string
  /** Path before the slash and the key: empty where the bucket is part of the host. */
  readonly path: string
}

/**
 * Returns the address of a bucket's objects: virtual-hosted where the bucket can be in a host name, path style otherwise. Without a region
 * it is Amazon's global host, which redirects to every region.
 */
export function addressOf({ bucket, endpoint, isAws, pathStyle }: Location, region: string | null): Address {
  const base = URL.parse(endpoint ?? `https://${awsHost(region)}`)
  if (!base) throw new EvencastError('INTERNAL', 'The endpoint is not a URL.')
  const inPath = pathStyle || (isAws && !HOST_LABEL.test(bucket))
  const host = inPath ? base.host : `${bucket}.${base.host}`
  const folder = base.pathname.replace(/\/$/, '')
  return { origin: `${base.protocol}//${host}`, path: inPath ? `${folder}/${encodeKey(bucket)}` : folder }
}

/** Returns the function that gives each key's URL without parameters. */
export function urlsOf(location: Location): (key: string) => string {
  const { origin, path } = addressOf(location, location.region)
  return (key) => `${origin}${path}/${encodeKey(location.prefix + key)}`
}

function awsHost(region: string | null): string {
  if (region === null) return 's3.amazonaws.com'
  return `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}

/** Encodes every byte except unreserved ones as %XX; slashes stay. */
export const encodeKey = (key: string): string =>
  encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
