import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from '../../../src/main/catalog/database.ts'
import { tempFolder } from '../storage/support.ts'

test('where SQLite reports an I/O error, what the system says of the folder counts', async () => {
  const dir = await tempFolder()
  const pragma = vi.spyOn(Sqlite.prototype, 'pragma').mockImplementation(() => {
    rmSync(dir, { recursive: true, force: true })
    throw new Sqlite.SqliteError('disk I/O error', 'SQLITE_IOERR_LOCK')
  })
  onTestFinished(() => pragma.mockRestore())
  expect(() => openDatabase(join(dir, 'catalog.db'), [])).toThrow(expect.objectContaining({ code: 'ENOENT' }))
})
