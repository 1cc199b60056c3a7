import { EvencastError, messageOf } from '../domain/error.ts'
import { inFlow } from '../kit/in-flow.ts'
import { inParallel } from '../kit/in-parallel.ts'
import { type CompareOptions, compareWithStore, type LocalEntry } from './compare.ts'
import { type ActPorts, adopt, createActs } from './sync-actions.ts'
import { type SyncAction, type Job, jobsOf, type SyncChoices } from './sync-jobs.ts'
import type { SyncConflict } from './sync-plan.ts'

interface SyncProgress {
  readonly done: number
  readonly total: number
  /** What was handled last. */
  readonly key: string
  readonly bytes: number
  readonly totalBytes: number
}

/** How many deletions, of how many files that were in step before. */
export interface Deletions {
  readonly count: number
  readonly of: number
}

export interface SyncOptions extends ActPorts, CompareOptions, SyncChoices {
  /** What is to be mirrored, all of it. */
  readonly local: readonly LocalEntry[] | Promise<readonly LocalEntry[]>
  /** Only tells what would be done. */
  readonly dryRun?: boolean | undefined
  /** A larger share of what was in step is not removed without a yes of its own. */
  readonly maxDeletedShare?: number | undefined
  /** Asked for that yes before anything is done. Nobody to ask: such a sync is refused with LIMIT. After a no nothing is removed. */
  readonly confirm?: ((deletions: Deletions) => Promise<boolean>) | undefined
  readonly concurrency?: number | undefined
  readonly onProgress?: ((progress: SyncProgress) => void) | undefined
}

export interface Moved {
  readonly key: string
  readonly bytes: number
}

export interface SyncOutcome {
  readonly dryRun: boolean
  readonly uploaded: readonly Moved[]
  readonly downloaded: readonly Moved[]
  readonly deleted: readonly Moved[]
  /** Gone here because they are gone from the store. */
  readonly dropped: readonly Moved[]
  /** In the store only, not fetched. */
  readonly offered: readonly Moved[]
  /** Left alone. */
  readonly conflicts: readonly SyncConflict[]
  /** Folders that are empty or missing here: nothing of them was removed. */
  readonly emptied: readonly string[]
  /** What was to be removed, and whether that takes a yes of its own. */
  readonly deletions: Deletions & { readonly ask: boolean }
  readonly failed: readonly { readonly file: string; readonly error: string }[]
}

const MAX_DELETED_SHARE = 0.25
/** Requests under way at once; a folder and a slow disk gain nothing by more than the least. */
const AT_ONCE = { min: 8, max: 32 } as const
/** Of files that are held in memory at once while they are sent. */
const MAX_BYTES_AT_ONCE = 64 * 1024 * 1024
/** Files that are only read here. */
const READS_AT_ONCE = 4

/**
 * Brings the store in step. Uploads come first; nothing is removed when anything failed before, or when it was interrupted. Each
 * finished file is recorded at once, so that a repeated sync goes on where this one stopped. Throws LIMIT, before anything is
 * done, when too large a share would be removed and nobody can be asked.
 */
export async function sync(options: SyncOptions): Promise<SyncOutcome> {
  const { state, signal, dryRun = false, maxDeletedShare = MAX_DELETED_SHARE } = options
  const compared = await compareWithStore(options.store, options.local, state, options)
  const { plan, synced } = compared
  const { jobs, left } = jobsOf(plan, options)
  const count = jobs.filter(({ action }) => action === 'remove').length
  const deletions = { count, of: synced.size, ask: count > synced.size * maxDeletedShare }
  const outcomeOf = (done: readonly Job[], failed: SyncOutcome['failed']): SyncOutcome => {
    const by = (...actions: readonly SyncAction[]) =>
      done
        .filter(({ action }) => actions.includes(action))
        .map(movedOf)
        .sort(byKey)
    const fetched = new Set(jobs.map(({ key }) => key))
    return {
      dryRun,
      uploaded: by('upload', 'keepBoth'),
      downloaded: by('place', 'replace', 'keepBoth'),
      deleted: by('remove'),
      dropped: by('drop'),
      offered: plan.downloads
        .filter(({ key }) => !fetched.has(key))
        .map(movedOf)
        .sort(byKey),
      conflicts: left,
      emptied: plan.emptied,
      deletions,
      failed,
    }
  }
  if (dryRun) return outcomeOf(jobs, [])

  const agreed = !deletions.ask || (await agreedTo(deletions, options))
  for (const key of plan.forgotten) state.remove(key)
  await inParallel(plan.adopted, READS_AT_ONCE, (key) => adopt(key, compared, options), signal)
  const acts = createActs(compared, options)
  const work = createWork(
    jobs.filter(({ action }) => agreed || action !== 'remove'),
    ({ action, key }) => acts[action](key),
    options,
  )
  await work.each('upload')
  await work.each('place', 'replace')
  // Last of what is fetched: two manifests are made one of what lies there by then.
  await work.each('keepBoth')
  await work.each('drop')
  // What did not arrive may be what the deleted was to be replaced by.
  if (work.failed.length === 0) await work.each('remove')
  return outcomeOf(work.done, work.failed)
}

const movedOf = ({ key, bytes }: Moved): Moved => ({ key, bytes })
const byKey = (a: Moved, b: Moved): number => (a.key < b.key ? -1 : 1)

async function agreedTo(
  deletions: Deletions,
  { confirm, maxDeletedShare = MAX_DELETED_SHARE }: SyncOptions,
): Promise<boolean> {
  if (confirm) return confirm(deletions)
  const { count, of } = deletions
  throw new EvencastError(
    'LIMIT',
    `This would remove ${count} of ${of} files from the store, more than the ${Math.round(maxDeletedShare * 100)} % allowed without confirmation. Nothing was changed. Check that the library is complete, then confirm it (--yes-delete).`,
  )
}

/** Does things to many files: one that fails is listed and the others go on; an abort ends all. */
function createWork(
  jobs: readonly Job[],
  act: (job: Job) => Promise<void>,
  { concurrency, signal, onProgress }: SyncOptions,
) {
  const done: Job[] = []
  const failed: { file: string; error: string }[] = []
  const weight = ({ action, bytes }: Job) => (action === 'remove' || action === 'drop' ? 0 : bytes)
  const totalBytes = jobs.reduce((sum, job) => sum + weight(job), 0)
  let handled = 0
  let bytes = 0
  async function one(job: Job): Promise<void> {
    try {
      await act(job)
      done.push(job)
    } catch (error) {
      signal?.throwIfAborted()
      failed.push({ file: job.key, error: messageOf(error) })
    }
    handled += 1
    bytes += weight(job)
    onProgress?.({ done: handled, total: jobs.length, key: job.key, bytes, totalBytes })
  }
  const each = async (...actions: readonly SyncAction[]) => {
    const due = jobs.filter(({ action }) => actions.includes(action))
    const atOnce = concurrency === undefined ? AT_ONCE : { min: concurrency, max: concurrency }
    await inFlow(due, { weightOf: weight, maxWeight: MAX_BYTES_AT_ONCE, atOnce, signal }, one)
  }
  return { each, done, failed }
}
