import { execFileSync } from 'node:child_process'
import { chmodSync } from 'node:fs'

/** Nobody may create, rename or delete in a folder until it is disposed of. Root is bound by no mode bits, but by the file system's `immutable`. */
export function lockFolder(dir: string): Disposable {
  const isRoot = process.getuid?.() === 0
  const lock = (shut: boolean): unknown =>
    isRoot ? execFileSync('chattr', [shut ? '+i' : '-i', dir]) : chmodSync(dir, shut ? 0o555 : 0o755)
  lock(true)
  return { [Symbol.dispose]: () => void lock(false) }
}
