import { systemCode } from './error.ts'

/** The disk or the folder as a whole is at fault: whatever comes after it would fail in the same way. */
const FAULTS: readonly (readonly [codes: readonly string[], problem: string, remedy: string])[] = [
  [['ENOSPC', 'SQLITE_FULL'], 'The disk is full.', 'Free up space'],
  [['EDQUOT'], 'The disk quota is used up.', 'Free up space'],
  [['EROFS', 'SQLITE_READONLY'], 'The disk is read-only.', 'Make it writable'],
  [['EIO', 'SQLITE_IOERR'], 'The disk reports errors.', 'Check it'],
  [['ENODEV', 'ENXIO'], 'The drive was removed.', 'Connect it'],
  [['ESTALE'], 'The network drive was disconnected.', 'Connect it'],
]

/** The folder that may not be read or written, as a sentence; null when it is not that. */
export function denied(error: unknown): string | null {
  if (!['EACCES', 'EPERM'].includes(systemCode(error))) return null
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : ''
  const folder = path.replace(/[\\/][^\\/]*$/, '')
  return `Access to ${folder || 'a file'} is denied. Change its permissions and try again.`
}

/** What is wrong with the disk and what to do, as sentences that end in `then`; null when it is not the disk. */
export function diskFault(error: unknown, then = 'try again'): string | null {
  const code = systemCode(error)
  // SQLite adds the operation: SQLITE_IOERR_WRITE.
  const found = FAULTS.find(([codes]) => codes.some((each) => code === each || code.startsWith(`${each}_`)))
  return found ? `${found[1]} ${found[2]} and ${then}.` : null
}
