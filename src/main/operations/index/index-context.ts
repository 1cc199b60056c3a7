import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { KeyedLock } from '../../kit/keyed-lock.ts'
import type { CaptionFiles } from '../../library/captions/caption-files.ts'
import type { RecentManifests } from '../context/recent-manifests.ts'
import type { Scan } from '../../library/scanner.ts'
import type { Trash } from '../../library/trash.ts'
import type { LibraryContext } from '../context/library-context.ts'

/** What following the folder and writing manifests takes of the opened library. */
export interface IndexContext extends LibraryContext {
  /** Measures pixels; every other opinion is added to its own. */
  readonly evaluator: Evaluator
  readonly trash: Trash
  /** Looks at an actor's folder. */
  readonly scan: Scan
  readonly recentManifests: RecentManifests
  readonly captionFiles: CaptionFiles
  /** Actors whose images or labels are other than when they were judged last. */
  readonly unjudged: Set<string>
  /** Serialises what reads and writes one actor's manifest. */
  readonly manifestLock: KeyedLock
}
