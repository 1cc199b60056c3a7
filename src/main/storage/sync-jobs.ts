import type { SyncConflict, SyncPlan } from './sync-plan.ts'

/** Whose version of a conflict stays: `both` keeps the store's beside ours. What is replaced goes to the trash of its side. */
export type Resolution = 'mine' | 'theirs' | 'both'

/** What is done to one file; in this order, so that nothing is removed before all else arrived. */
const DEEDS = ['upload', 'place', 'replace', 'beside', 'remove'] as const
export type Deed = (typeof DEEDS)[number]

export interface Job {
  readonly deed: Deed
  readonly key: string
  readonly bytes: number
}

export interface Wishes {
  /** Removes from the store what was deleted here. */
  readonly delete?: boolean | undefined
  /** Which of what only the store has is fetched; by default nothing. */
  readonly download?: ((key: string) => boolean) | undefined
  /** By default no conflict is touched. */
  readonly resolve?: ((conflict: SyncConflict) => Resolution | null) | undefined
}

/** What of a plan is to be done, and which conflicts are left alone. */
export function jobsOf(
  plan: SyncPlan,
  { delete: removing = false, download = () => false, resolve = () => null }: Wishes,
): { readonly jobs: readonly Job[]; readonly left: readonly SyncConflict[] } {
  const job =
    (deed: Deed) =>
    ({ key, bytes }: { readonly key: string; readonly bytes: number }): Job => ({ deed, key, bytes })
  const left: SyncConflict[] = []
  const resolved = plan.conflicts.flatMap((conflict): Job[] => {
    const { key, here, there } = conflict
    const resolution = there && resolve(conflict)
    if (!resolution) {
      left.push(conflict)
      return []
    }
    // What was deleted here has nothing that the store's could be kept beside.
    if (!here) return [job(resolution === 'mine' ? 'remove' : 'place')({ key, bytes: there.bytes })]
    if (resolution === 'mine') return [job('upload')({ key, bytes: here.bytes })]
    return [job(resolution === 'theirs' ? 'replace' : 'beside')({ key, bytes: there.bytes })]
  })
  const jobs = [
    ...plan.uploads.map(job('upload')),
    ...plan.downloads.filter(({ key }) => download(key)).map(job('place')),
    ...(removing ? plan.deletions.map(job('remove')) : []),
    ...resolved,
  ]
  return { jobs: jobs.sort((a, b) => DEEDS.indexOf(a.deed) - DEEDS.indexOf(b.deed) || (a.key < b.key ? -1 : 1)), left }
}
