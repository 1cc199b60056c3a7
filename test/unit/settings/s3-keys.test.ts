import { expect, test } from 'vitest'
import { s3Keys } from '../../../src/main/settings/s3-keys.ts'

test('keys of the store are a pair, and a session’s token goes with the keys of the environment alone', () => {
  const secrets = (values: Readonly<Record<string, string>>) => ({ get: (name: string) => values[name] ?? null })
  const pair = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' }
  expect(s3Keys(secrets({ AWS_ACCESS_KEY_ID: 'id' }), {})).toBeNull()
  expect(s3Keys(secrets(pair), { AWS_SESSION_TOKEN: 'another’s' })).toEqual({
    accessKeyId: 'id',
    secretAccessKey: 'key',
  })
  expect(s3Keys(secrets(pair), { ...pair, AWS_SESSION_TOKEN: 'token' })).toEqual({
    accessKeyId: 'id',
    secretAccessKey: 'key',
    sessionToken: 'token',
  })
})
