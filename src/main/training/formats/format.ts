import type { TrainerName } from '../../domain/training/trainer.ts'
import type { Check } from '../check/check.ts'
import type { Layout, TextFile } from '../records.ts'

/** A trainer's way to lay out a set. A new one is a file in this folder and a line in `index.ts`. */
export interface TrainerFormat {
  readonly name: TrainerName
  /** As its users call it. */
  readonly title: string
  /**
   * `subsets`: a folder for each style, repeated to restore the mix; `flat`: one folder, `train`; `zip`: one archive without folders.
   */
  readonly pack: 'subsets' | 'flat' | 'zip'
  /** What masks become. `none`: transparency is laid on the background. */
  readonly masks: 'none' | 'alpha' | 'folder' | 'masklabel' | 'suffix'
  /** Whether captions lie beside the images as `.txt`. */
  readonly sidecars: boolean
  /** Images it takes at least and at most, where it says so. */
  readonly images: { readonly least: number; readonly most: number | null }
  /** Larger images are made smaller, in px; null: no limit. */
  readonly mostPixels: number | null
  /** The name of a subset's folder, safe as it is. */
  readonly subsetDir?: (subset: { readonly name: string; readonly style: string; readonly repeats: number }) => string
  /** Its configuration, and lists of captions that lie with the images. */
  readonly texts: (layout: Layout) => readonly TextFile[] | Promise<readonly TextFile[]>
  /** The one command, or the one step, that starts a training. */
  readonly command: (layout: Layout) => string
  /** Sentences for the README. */
  readonly notes: (layout: Layout) => readonly string[]
  /** Everything of a folder or archive that this trainer stumbles over. */
  readonly check: Check
}
