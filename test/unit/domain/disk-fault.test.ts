import { expect, test } from 'vitest'
import { denied, diskFault } from '../../../src/main/domain/disk-fault.ts'

const failed = (code: string, path?: string) => Object.assign(new Error(`${code}: no`), { code, path })

test('a folder that may not be written to is named, with what to do', () => {
  expect(denied(failed('EACCES', '/data/actors/ann/training_data/.ann_1.txt.0f.tmp'))).toBe(
    'Access to /data/actors/ann/training_data is denied. Change its permissions and try again.',
  )
  expect(denied(failed('EPERM', 'C:\\data\\ann_1.txt'))).toContain('C:\\data is denied')
  expect(denied(failed('ENOENT', '/data'))).toBeNull()
})

test('a disk is at fault as a whole, and one that refuses access is not', () => {
  expect(diskFault(failed('SQLITE_IOERR_WRITE'))).toBe('The disk reports errors. Check it and try again.')
  expect(diskFault(failed('EACCES'))).toBeNull()
})
