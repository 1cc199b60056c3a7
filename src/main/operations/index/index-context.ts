import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { KeyedLock } from '../../kit/keyed-lock.ts'
import type { CaptionFiles } from '../../library/captions/caption-files.ts'
import type { RecentManifests } from '../context/recent-manifests.ts'
import type { Scan } from '../../library/scanner.ts'
import type { Trash } from '../../library/trash.ts'
import type { LibraryContext } from '../context/library-context.ts'

/** The parts of the opened library that indexing and writing manifests need. */
export interface IndexContext extends LibraryContext {
  /** Measures pixels. The opinions of other evaluators are merged into its assessments. */
  readonly evaluator: Evaluator
  readonly trash: Trash
  /** Scans an actor's folder. */
  readonly scan: Scan
  readonly recentManifests: RecentManifests
  readonly captionFiles: CaptionFiles
  /** Actors whose images or labels changed since they were last judged. */
  readonly unjudged: Set<string>
  /** Serializes reads and writes of one actor's manifest. */
  readonly manifestLock: KeyedLock
}
