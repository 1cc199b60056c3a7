import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test, vi } from 'vitest'
import { openDatabase } from '../../../src/main/catalog/database.ts'
import { diskFault } from '../../../src/main/domain/disk-fault.ts'
import { tempFolder } from '../storage/support.ts'

vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  accessSync() {
    throw Object.assign(new Error('refused'), { code: 'EROFS' })
  },
}))

test('a library on a read-only disk says so, and not that its disk is broken', async () => {
  vi.spyOn(Sqlite.prototype, 'pragma').mockImplementation(() => {
    throw new Sqlite.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE')
  })
  const file = join(await tempFolder(), 'catalog.db')
  const said = await Promise.resolve()
    .then(() => openDatabase(file, []))
    .catch((error: unknown) => diskFault(error))
  expect(said).toBe('The disk is read-only. Make it writable and try again.')
})
