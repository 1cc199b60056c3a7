import type { ImageSummary } from '../../catalog/image-summary.ts'
import type { ImageView } from '../../contract/views.ts'

/** What of an image tells whether its copy in the store is the same. */
export type FileSummary = Pick<ImageSummary, 'actorId' | 'filename' | 'bytes' | 'mtimeNs' | 'sha256'>

/** What is going on in the library beside what lies on disk. */
export interface Activity {
  indexed: boolean
  missing: boolean
  /** Actors that a run is working on. */
  readonly running: Set<string>
  /** Why the last run failed on an actor. */
  readonly failures: Map<string, string>
  /** Whether an image lies in the store; null when no store is set. */
  stored: (image: FileSummary) => ImageView['stored']
  /** The revision of summaries at which that last changed for any image. */
  storedSince: number
}

export const createActivity = (): Activity => ({
  indexed: false,
  missing: false,
  running: new Set(),
  failures: new Map(),
  stored: () => null,
  storedSince: 0,
})
