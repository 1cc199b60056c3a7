import type { TrainerName } from '../../domain/training/trainer.ts'
import type { Check } from '../check/check.ts'
import type { Layout, TextFile } from '../records.ts'

/** A trainer's layout of a set. A new one is a file in this folder and a line in `index.ts`. */
export interface TrainerFormat {
  readonly name: TrainerName
  /** Name that its users use. */
  readonly title: string
  /**
   * `subsets`: a folder for each style, repeated to restore the mix; `flat`: one folder, `train`; `zip`: one archive without folders.
   */
  readonly pack: 'subsets' | 'flat' | 'zip'
  /** Form of masks. `none`: transparency is laid on the background. */
  readonly masks: 'none' | 'alpha' | 'folder' | 'masklabel' | 'suffix'
  /** True when captions are `.txt` files beside the images. */
  readonly sidecars: boolean
  /** Fewest and most images that it accepts, where it states them. */
  readonly images: { readonly least: number; readonly most: number | null }
  /** Larger images are scaled down to this, in px; null for no limit. */
  readonly mostPixels: number | null
  /** Returns the name of a subset's folder, which is a safe file name. */
  readonly subsetDir?: (subset: { readonly name: string; readonly style: string; readonly repeats: number }) => string
  /** Returns its configuration, and lists of captions beside the images. */
  readonly texts: (layout: Layout) => readonly TextFile[] | Promise<readonly TextFile[]>
  /** Returns the one command, or the one step, that starts a training. */
  readonly command: (layout: Layout) => string
  /** Returns sentences for the README. */
  readonly notes: (layout: Layout) => readonly string[]
  /** Checks a folder or archive for everything that causes problems in this trainer. */
  readonly check: Check
}
