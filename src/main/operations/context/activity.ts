import type { ImageSummary } from '../../catalog/image-summary.ts'
import type { ImageView } from '../../contract/views.ts'
import { createJoinedFleet, type JoinedFleet } from './joined-fleet.ts'

/** What of an image tells whether its copy in the store is the same. */
type FileSummary = Pick<ImageSummary, 'actorId' | 'filename' | 'bytes' | 'mtimeNs' | 'sha256'>

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
  /** Images that are in the store alone, by actor; none but of a working copy. */
  readonly toCome: Map<string, number>
  /** Why a working copy and its store are not kept in step; null: they are. */
  storeProblem: string | null
  readonly fleet: JoinedFleet
  /** Told of actors that may have changed. */
  touched: (actorIds: readonly string[]) => void
  /** Told of the actor that somebody looks at. */
  shown: (actorId: string) => void
}

export const createActivity = (fleet = createJoinedFleet()): Activity => ({
  indexed: false,
  missing: false,
  running: new Set(),
  failures: new Map(),
  stored: () => null,
  storedSince: 0,
  toCome: new Map(),
  storeProblem: null,
  fleet,
  touched: () => {},
  shown: () => {},
})
