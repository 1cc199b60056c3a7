import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const isRoot = process.getuid?.() === 0

const lock = (dir: string, shut: boolean): unknown =>
  isRoot ? execFileSync('chattr', [shut ? '+i' : '-i', dir], { stdio: 'ignore' }) : chmodSync(dir, shut ? 0o555 : 0o755)

/** Nobody may create, rename or delete in a folder until it is disposed of. Root is bound by no mode bits, but by the file system's `immutable`. */
export function lockFolder(dir: string): Disposable {
  lock(dir, true)
  return { [Symbol.dispose]: () => void lock(dir, false) }
}

/** Root in a container may not lock anything, nor on every file system. */
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
