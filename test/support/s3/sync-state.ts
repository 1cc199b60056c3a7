import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { SyncState } from '../../../src/main/storage/compare.ts'
import type { SyncRecord } from '../../../src/main/storage/sync-plan.ts'

/** Creates a state of the last sync in a file that stays valid when the process is killed: one line per change. */
export function fileState(file: string): SyncState {
  const records = new Map<string, SyncRecord>()
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  for (const line of lines.filter((text) => text.endsWith(']'))) {
    const [key, record] = JSON.parse(line) as [string, SyncRecord | null]
    if (record) records.set(key, record)
    else records.delete(key)
  }
  const note = (key: string, record: SyncRecord | null) => appendFileSync(file, `${JSON.stringify([key, record])}\n`)
  return {
    page: (after, size) => pageOf(records, after, size),
    set(key, record) {
      records.set(key, record)
      note(key, record)
    },
    remove(key) {
      records.delete(key)
      note(key, null)
    },
  }
}

export const pageOf = (records: ReadonlyMap<string, SyncRecord>, after: string, size: number) =>
  [...records]
    .filter(([key]) => key > after)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, size)
