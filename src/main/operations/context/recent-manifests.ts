import type { Manifest } from '../../domain/manifest.ts'

/** A manifest as this process last read or wrote it. */
interface RecentManifest {
  /** `size:mtimeNs` of its file. While the file has this stamp, no other program has written it. */
  readonly stamp: string
  readonly manifest: Manifest
  /** True when the file is exactly what `writeManifest` returns for this manifest. */
  readonly isCanonical: boolean
  /** Summary revision up to which the manifest contains all changes. */
  readonly recordedTo: number
  /** The value that `recordedTo` takes once the change in progress is written. */
  readonly recordingTo: number
}

export interface RecentManifests {
  get(actorId: string): RecentManifest | null
  set(actorId: string, recent: RecentManifest): void
  forget(actorId: string): void
}

const KEPT = 4

/** Caches the last few manifests. Parsing one of 20,000 entries takes a fifth of a second, and moves often come one after another. */
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
