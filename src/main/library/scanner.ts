import { setImmediate as breathe } from 'node:timers/promises'
import { EvencastError } from '../domain/error.ts'
import type { ActorFolder } from './layout.ts'
import { type ActorScan, scanActor } from './scan.ts'
import type { FoldersToScan, ScannedFolder } from './scan-folders.ts'

/** Scans an actor. With `many`, the call may wait and be grouped with others. */
export type Scan = (folder: ActorFolder, options?: { readonly many?: boolean }) => Promise<ActorScan>
/** `scanFolders`, in this thread or another. */
export type ScanFolders = (job: FoldersToScan) => Promise<readonly ScannedFolder[]>

/** Number of folders from which a group is scanned by another thread; fewer are scanned here, because it may be busy. */
const WORTH_IT = 4
const MOST = 32
/** Groups scanned concurrently, each in a thread. */
export const GROUPS_AT_ONCE = 2
/** Results delivered at a time, because their callers continue with work at once. */
const SLICE = 16

interface Waiting extends PromiseWithResolvers<ActorScan> {
  readonly folder: ActorFolder
}

/** Creates a `scanActor` that groups calls with `many`: those that arrive during a scan are scanned together, which is faster. */
export function createScanner(scanFolders: ScanFolders): Scan {
  let waiting: Waiting[] = []
  let busy = 0

  async function next(): Promise<void> {
    if (waiting.length === 0 || busy >= GROUPS_AT_ONCE) return
    // More calls may arrive until the current results are delivered.
    if (busy > 0 && waiting.length < MOST) return
    const group = waiting.slice(0, MOST)
    waiting = waiting.slice(MOST)
    busy += 1
    if (group.length < WORTH_IT) await Promise.all(group.map(byItself))
    else await together(group)
    busy -= 1
    void next()
  }

  async function together(group: readonly Waiting[]): Promise<void> {
    const [first] = group
    const ignoreText = first?.folder.ignores.text ?? ''
    const same = group.filter(({ folder }) => folder.ignores.text === ignoreText)
    const folders = same.map(({ folder: { about: _, aboutProblem: __, ignores: ___, ...places } }) => places)
    const scans = await scanFolders({ folders, ignoreText }).catch(() => null)
    if (scans === null) return void (await Promise.all(group.map(byItself)))
    for (const [i, one] of same.entries()) {
      const scan = scans[i]
      if (!scan) await byItself(one)
      else if ('failed' in scan) one.reject(new EvencastError(scan.code, scan.failed))
      else one.resolve(scan)
      if (i % SLICE === SLICE - 1) await breathe()
    }
    await Promise.all(group.filter((one) => !same.includes(one)).map(byItself))
  }

  return (folder, { many = false } = {}) => {
    if (!many) return scanActor(folder)
    const one = { ...Promise.withResolvers<ActorScan>(), folder }
    waiting.push(one)
    void next()
    return one.promise
  }
}

const byItself = ({ folder, resolve, reject }: Waiting): Promise<void> => scanActor(folder).then(resolve, reject)
