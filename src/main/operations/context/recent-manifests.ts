import type { Manifest } from '../../domain/manifest.ts'

/** A manifest as it was last read or written here. */
interface RecentManifest {
  /** `size:mtimeNs` of its file: as long as the file has it, nobody else has written. */
  readonly stamp: string
  readonly manifest: Manifest
  /** The file is what `writeManifest` makes of it. */
  readonly isCanonical: boolean
  /** Summaries up to this revision have been told in it. */
  readonly recordedTo: number
  /** As `recordedTo`, once what is being worked out is written. */
  readonly recordingTo: number
}

export interface RecentManifests {
  get(actorId: string): RecentManifest | null
  set(actorId: string, recent: RecentManifest): void
  forget(actorId: string): void
}

const KEPT = 4

/** The last few manifests that were worked on: one of 20,000 entries takes a fifth of a second to read, and moves come in rows. */
export function createRecentManifests(): RecentManifests {
  const kept = new Map<string, RecentManifest>()
  return {
    get: (actorId) => kept.get(actorId) ?? null,
    forget: (actorId) => void kept.delete(actorId),
    set(actorId, recent) {
      kept.delete(actorId)
      kept.set(actorId, recent)
      const [oldest] = kept.keys()
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    },
  }
}
