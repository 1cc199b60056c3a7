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
  /** Key of the last file handled. */
  readonly key: string
  readonly bytes: number
  readonly totalBytes: number
}

/** Number of deletions, and of files that were synced before. */
export interface Deletions {
  readonly count: number
  readonly of: number
}

export interface SyncOptions extends ActPorts, CompareOptions, SyncChoices {
  /** All files to be mirrored. */
  readonly local: readonly LocalEntry[] | Promise<readonly LocalEntry[]>
  /** True to only report what would be done. */
  readonly dryRun?: boolean | undefined
  /** Largest share of the synced files that is removed without a separate confirmation. */
  readonly maxDeletedShare?: number | undefined
  /** Asked for that confirmation before anything is done; when it declines, nothing is removed. Without it, such a sync throws LIMIT. */
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
  /** Files removed here because they are gone from the store. */
  readonly dropped: readonly Moved[]
  /** Objects only in the store that were not downloaded. */
  readonly offered: readonly Moved[]
  /** Conflicts that stay as they are. */
  readonly conflicts: readonly SyncConflict[]
  /** Folders that are empty or missing here: none of their objects was removed. */
  readonly emptied: readonly string[]
  /** Planned deletions, and whether they need a separate confirmation. */
  readonly deletions: Deletions & { readonly ask: boolean }
  readonly failed: readonly { readonly file: string; readonly error: string }[]
}

const MAX_DELETED_SHARE = 0.25
/** Requests at once; a folder or a slow disk gains nothing above the minimum. */
const AT_ONCE = { min: 8, max: 32 } as const
/** Bytes of files that are in memory at once while they are sent. */
const MAX_BYTES_AT_ONCE = 64 * 1024 * 1024
/** Files that are only read, at once. */
const READS_AT_ONCE = 4

/**
 * Brings the store up to date. Uploads come first; nothing is removed when anything failed before, or when the sync was interrupted. Each
 * finished file is recorded at once, so that a repeated sync continues where this one stopped. Throws LIMIT, before anything is done, when
 * too large a share would be removed and there is no `confirm`.
 */
export async function sync(options: SyncOptions): Promise<SyncOutcome> {
  const { state, signal, dryRun = false, maxDeletedShare = MAX_DELETED_SHARE, unread = new Map() } = options
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
      failed: [...[...unread].map(([file, error]) => ({ file, error })), ...failed],
    }
  }
  // A deleted file may have been moved to a folder that could not be listed.
  const mayRemove = unread.size === 0
  if (dryRun)
    return outcomeOf(
      jobs.filter(({ action }) => mayRemove || action !== 'remove'),
      [],
    )

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
  // The last of the downloads, because two manifests are merged according to the files that are there by then.
  await work.each('keepBoth')
  await work.each('drop')
  // A failed upload may be the replacement of a deleted file, so nothing is removed then.
  if (mayRemove && work.failed.length === 0) await work.each('remove')
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

/** Runs jobs: a failed one is listed and the others continue; an abort stops all. */
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
