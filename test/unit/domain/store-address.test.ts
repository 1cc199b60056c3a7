import { expect, test } from 'vitest'
import { isStoreAddress, nameOfStore, storeAddress } from '../../../src/main/domain/store-address.ts'

test('a library in a store has one address, however it is typed, and the name of its last part', () => {
  expect(storeAddress(' S3://Bucket/Sets/ ')).toBe('s3://Bucket/Sets')
  expect(nameOfStore('s3://Bucket/Sets')).toBe('Sets')
  expect(nameOfStore('s3://bucket')).toBe('bucket')
  expect(['s3://b', '/home/s3', 'C:\\x', 's3', 'file:///b'].map(isStoreAddress)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
})
