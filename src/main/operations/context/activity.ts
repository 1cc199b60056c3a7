import type { ImageSummary } from '../../catalog/image-summary.ts'
import type { ImageView } from '../../contract/views.ts'
import { createJoinedFleet, type JoinedFleet } from './joined-fleet.ts'

/** The fields of an image that tell whether its copy in the store is the same. */
type FileSummary = Pick<ImageSummary, 'actorId' | 'filename' | 'bytes' | 'mtimeNs' | 'sha256'>

/** The state of a library that is not stored on disk. */
export interface Activity {
  indexed: boolean
  missing: boolean
  /** Actors that a run is working on. */
  readonly running: Set<string>
  /** The error that the last run reported, by actor. */
  readonly failures: Map<string, string>
  /** Returns how an image compares with its copy in the store; null when no store is set. */
  stored: (image: FileSummary) => ImageView['stored']
  /** The summary revision at which `stored` last changed for any image. */
  storedSince: number
  /** Number of images that only the store has, by actor. Empty unless the library is a working copy. */
  readonly toCome: Map<string, number>
  /** Why a working copy cannot be synced with its store; null when it can. */
  storeProblem: string | null
  readonly fleet: JoinedFleet
  /** Called with actors that may have changed. */
  touched: (actorIds: readonly string[]) => void
  /** Called with the actor that a window shows. */
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
