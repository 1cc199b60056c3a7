import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const isRoot = process.getuid?.() === 0

const lock = (dir: string, shut: boolean): unknown =>
  isRoot ? execFileSync('chattr', [shut ? '+i' : '-i', dir], { stdio: 'ignore' }) : chmodSync(dir, shut ? 0o555 : 0o755)

/**
 * Prevents creating, renaming and deleting files in a folder until disposed. Root ignores mode bits, so it uses the file system's
 * `immutable` flag.
 */
export function lockFolder(dir: string): Disposable {
  lock(dir, true)
  return { [Symbol.dispose]: () => void lock(dir, false) }
}

/** Returns true when folders can be locked. Root cannot in some containers and on some file systems. */
export function canLockFolders(): boolean {
  if (process.platform === 'win32') return false
  const dir = mkdtempSync(join(tmpdir(), 'evencast-test-'))
  try {
    lockFolder(dir)[Symbol.dispose]()
    return true
  } catch {
    return false
  } finally {
    rmSync(dir, { recursive: true })
  }
}
