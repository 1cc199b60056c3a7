import { systemCode } from './error.ts'

/** Faults of the disk or folder as a whole: every later operation would fail the same way. */
const FAULTS: readonly (readonly [codes: readonly string[], problem: string, remedy: string])[] = [
  [['ENOSPC', 'SQLITE_FULL'], 'The disk is full.', 'Free up space'],
  [['EDQUOT'], 'The disk quota is used up.', 'Free up space'],
  [['EROFS', 'SQLITE_READONLY'], 'The disk is read-only.', 'Make it writable'],
  [['EIO', 'SQLITE_IOERR'], 'The disk reports errors.', 'Check it'],
  [['ENODEV', 'ENXIO'], 'The drive was removed.', 'Connect it'],
  [['ESTALE'], 'The network drive was disconnected.', 'Connect it'],
]

/** Returns a sentence that names the folder to which access is denied; null for other errors. */
export function denied(error: unknown): string | null {
  if (!['EACCES', 'EPERM'].includes(systemCode(error))) return null
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : ''
  const folder = path.replace(/[\\/][^\\/]*$/, '')
  return `Access to ${folder || 'a file'} is denied. Change its permissions and try again.`
}

/** Returns sentences that say what is wrong with the disk and what to do, ending in `then`; null when the disk is not the cause. */
export function diskFault(error: unknown, then = 'try again'): string | null {
  const code = systemCode(error)
  // SQLite adds the operation: SQLITE_IOERR_WRITE.
  const found = FAULTS.find(([codes]) => codes.some((each) => code === each || code.startsWith(`${each}_`)))
  return found ? `${found[1]} ${found[2]} and ${then}.` : null
}
