import { expect, test } from 'vitest'
import {
  fullKey,
  type LocationOptions,
  parseLocation,
  trashKey,
  urlsOf,
} from '../../../../src/main/storage/s3/location.ts'
import { openStore } from '../../../../src/main/storage/open-store.ts'

const at = (options: LocationOptions) => parseLocation({ env: {}, ...options })
const SIGNS = "a b+c%/ä('!)#1.jpg"
const SIGNS_IN_URL = 'a%20b%2Bc%25/%C3%A4%28%27%21%29%231.jpg'

test.each<[string, LocationOptions, string]>([
  [
    'Amazon: virtual-hosted',
    { url: 's3://bucket/set', region: 'eu-central-1' },
    'https://bucket.s3.eu-central-1.amazonaws.com/set/',
  ],
  ['Amazon without a region', { url: 's3://bucket' }, 'https://bucket.s3.amazonaws.com/'],
  ['Amazon in China', { url: 's3://bucket', region: 'cn-north-1' }, 'https://bucket.s3.cn-north-1.amazonaws.com.cn/'],
  [
    'a dot in the bucket',
    { url: 's3://my.bucket', region: 'eu-west-1' },
    'https://s3.eu-west-1.amazonaws.com/my.bucket/',
  ],
  [
    'an old bucket',
    { url: 's3://My_Bucket/x', region: 'us-east-1' },
    'https://s3.us-east-1.amazonaws.com/My_Bucket/x/',
  ],
  [
    'path style on Amazon',
    { url: 's3://bucket', region: 'eu-west-1', pathStyle: true },
    'https://s3.eu-west-1.amazonaws.com/bucket/',
  ],
  [
    'another server',
    { url: 's3://bucket/set', endpoint: 'https://minio.lan:9000/' },
    'https://minio.lan:9000/bucket/set/',
  ],
  ['with a path', { url: 's3://bucket', endpoint: 'https://host/s3/' }, 'https://host/s3/bucket/'],
  [
    'virtual-hosted there',
    { url: 's3://bucket/set', endpoint: 'https://s3.example.com', pathStyle: false },
    'https://bucket.s3.example.com/set/',
  ],
  [
    'an address is path style',
    { url: 's3://bucket', endpoint: 'http://10.0.0.2:7480', unencryptedHosts: ['10.0.0.2:7480'], pathStyle: false },
    'http://10.0.0.2:7480/bucket/',
  ],
  [
    "Amazon's endpoint given",
    { url: 's3://bucket', endpoint: 'https://s3.eu-west-1.amazonaws.com' },
    'https://bucket.s3.eu-west-1.amazonaws.com/',
  ],
  [
    'from the environment',
    { url: 's3://bucket', env: { AWS_ENDPOINT_URL_S3: 'https://env.lan' } },
    'https://env.lan/bucket/',
  ],
  [
    'region of the environment',
    { url: 's3://bucket', env: { AWS_REGION: 'sa-east-1' } },
    'https://bucket.s3.sa-east-1.amazonaws.com/',
  ],
])('the address of an object: %s', (_, options, base) => {
  const urlOf = urlsOf(at(options))
  expect([urlOf(''), urlOf(SIGNS)]).toEqual([base, base + SIGNS_IN_URL])
})

test('what the client needs follows from where the store lies', () => {
  expect(at({ url: 's3://bucket' })).toMatchObject({ isAws: true, pathStyle: false, region: null, endpoint: null })
  expect(at({ url: 's3://b-1/a/b/', endpoint: 'https://host' })).toMatchObject({
    url: 's3://b-1/a/b',
    prefix: 'a/b/',
    isAws: false,
    pathStyle: true,
    region: 'us-east-1',
  })
  expect(at({ url: 's3://bucket', endpoint: 'https://id.r2.cloudflarestorage.com' }).region).toBe('auto')
  expect(at({ url: 's3://bucket', endpoint: 'https://notamazonaws.com' }).isAws).toBe(false)
  expect(at({ url: 's3://bucket/with space/ä' }).prefix).toBe('with space/ä/')
})

test.each<[string, LocationOptions, RegExp]>([
  ['no bucket', { url: 's3://' }, /has no bucket/],
  ['no prefix that climbs', { url: 's3://bucket/../x' }, /cannot be a prefix in the bucket bucket/],
  ['no empty part', { url: 's3://bucket/a//b' }, /cannot be a prefix/],
  ['not the trash', { url: 's3://bucket/x/.trash' }, /cannot be a prefix/],
  ['no options', { url: 's3://bucket/x?region=y' }, /cannot be a prefix/],
  ['no endpoint without scheme', { url: 's3://bucket', endpoint: 'minio:9000' }, /“minio:9000” is not an endpoint/],
  ['no other scheme', { url: 's3://bucket', endpoint: 'ftp://u:VERYSECRET@host' }, /“ftp:\/\/host” is not an endpoint/],
  ['no keys in the endpoint', { url: 's3://bucket', endpoint: 'https://u:VERYSECRET@host' }, /without keys/],
  ['no keys in the URL', { url: 's3://AKID:VERYSECRET@bucket/x' }, /Keys do not belong/],
])('%s', (_, options, sentence) => {
  let error: unknown
  try {
    at(options)
  } catch (thrown) {
    error = thrown
  }
  expect(error).toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(sentence) })
  expect(String(error)).not.toContain('VERYSECRET')
})

test('whole keys are safe and leave room for the trash', () => {
  const location = at({ url: 's3://bucket/set' })
  expect(fullKey(location, 'a/b.jpg')).toBe('set/a/b.jpg')
  expect(trashKey(location, 'a/b.jpg', 't-1')).toBe('set/.trash/t-1/a/b.jpg')
  expect(() => fullKey(location, 'a/../b.jpg')).toThrow('cannot be a file name')
  expect(() => trashKey(location, `${'ä'.repeat(600)}.jpg`, 't')).toThrow('too long')
})

test('a store is opened by its URL', () => {
  const store = openStore(' s3://bucket/with space ', { s3: { region: 'eu-west-1', env: {} } })
  expect(store.url).toBe('s3://bucket/with space')
  expect(store.urlOf('a.jpg')).toBe('https://bucket.s3.eu-west-1.amazonaws.com/with%20space/a.jpg')
})

test('an endpoint without encryption is refused, but for this machine and for what the user has confirmed', () => {
  const at = (endpoint: string, unencryptedHosts?: readonly string[]) =>
    parseLocation({ url: 's3://bucket', endpoint, unencryptedHosts, env: {} })
  expect(() => at('http://minio.example:9000')).toThrow(/without encryption/)
  expect(at('http://minio.example:9000', ['minio.example:9000']).endpoint).toBe('http://minio.example:9000')
  expect(at('http://127.0.0.1:9000').endpoint).toBe('http://127.0.0.1:9000')
})
