import type { SyncConflict, SyncPlan } from './sync-plan.ts'

/** Version of a conflict that stays; `both` keeps the store's beside ours. The replaced version goes to the trash of its side. */
export type Resolution = 'mine' | 'theirs' | 'both'

/** Actions on a file, in this order, so that nothing is removed before everything else has arrived. */
const SYNC_ACTIONS = ['upload', 'place', 'replace', 'keepBoth', 'drop', 'remove'] as const
export type SyncAction = (typeof SYNC_ACTIONS)[number]

export interface Job {
  readonly action: SyncAction
  readonly key: string
  readonly bytes: number
}

export interface SyncChoices {
  /** True to remove from the store what was deleted here. */
  readonly delete?: boolean | undefined
  /** Returns true for store-only objects to be downloaded; none by default. */
  readonly download?: ((key: string) => boolean) | undefined
  /** Returns the resolution of a conflict; none is touched by default. */
  readonly resolve?: ((conflict: SyncConflict) => Resolution | null) | undefined
}

/** Returns the jobs of a plan, and the conflicts that stay as they are. */
export function jobsOf(
  plan: SyncPlan,
  { delete: removing = false, download = () => false, resolve = () => null }: SyncChoices,
): { readonly jobs: readonly Job[]; readonly left: readonly SyncConflict[] } {
  const job =
    (action: SyncAction) =>
    ({ key, bytes }: { readonly key: string; readonly bytes: number }): Job => ({ action, key, bytes })
  const left: SyncConflict[] = []
  const resolved = plan.conflicts.flatMap((conflict): Job[] => {
    const { key, here, there } = conflict
    const resolution = there && resolve(conflict)
    if (!resolution) {
      left.push(conflict)
      return []
    }
    // A file deleted here cannot be kept beside the store's version, so that one is downloaded.
    if (!here) return [job(resolution === 'mine' ? 'remove' : 'place')({ key, bytes: there.bytes })]
    if (resolution === 'mine') return [job('upload')({ key, bytes: here.bytes })]
    return [job(resolution === 'theirs' ? 'replace' : 'keepBoth')({ key, bytes: there.bytes })]
  })
  const jobs = [
    ...plan.uploads.map(job('upload')),
    ...plan.downloads.filter(({ key }) => download(key)).map(job('place')),
    ...plan.dropped.map((key) => job('drop')({ key, bytes: 0 })),
    ...(removing ? plan.deletions.map(job('remove')) : []),
    ...resolved,
  ]
  return {
    jobs: jobs.sort(
      (a, b) => SYNC_ACTIONS.indexOf(a.action) - SYNC_ACTIONS.indexOf(b.action) || (a.key < b.key ? -1 : 1),
    ),
    left,
  }
}
