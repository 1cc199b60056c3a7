import type { Crop } from '../domain/crop.ts'
import type { Style } from '../domain/style.ts'
import type { BaseModel, TrainerName } from '../domain/training/trainer.ts'

/** What a person may choose for an export. */
export interface ExportSettings {
  readonly trainer: TrainerName
  readonly baseModel: BaseModel
  /** Side in px of the square whose area images are trained at. */
  readonly resolution: number
  readonly batchSize: number
  /** `keep`: JPEG stays JPEG, all else becomes PNG. */
  readonly format: 'keep' | 'jpg' | 'png'
  /** 1..100, where a JPEG has to be written. */
  readonly quality: number
  /** What shows through transparency where there are no masks, as CSS has it. */
  readonly background: string
  /** Transparency and mask files become masks, for trainers that know them. */
  readonly masks: boolean
  /** Folder of regularisation images, an absolute path; null for none. */
  readonly regularisation: string | null
}

/** One image of a set as it goes in. */
export interface SourceImage {
  readonly actorId: string
  readonly filename: string
  /** Absolute path. */
  readonly file: string
  readonly sha256: string
  readonly style: Style | null
  /** One line, never empty. */
  readonly caption: string
  readonly crop: Crop | null
  /** Absolute path; null: its own transparency, if it has any. */
  readonly maskFile: string | null
  /** What it was made from, where it comes out of an earlier export itself. */
  readonly from?: { readonly filename: string; readonly sha256: string; readonly crop: Crop | null }
}

/** What is trained together. */
export interface TrainingSet {
  /** Of the actor: names folders and files once it is safe. */
  readonly name: string
  readonly trigger: string
  /** "person", "woman", "cat": what the trigger is one of. */
  readonly classWord: string
  /** In the order they are numbered. */
  readonly images: readonly SourceImage[]
  /** Images wanted of each style; the rest counts by its number. */
  readonly target: Readonly<Record<Style, number>>
}

/** An image where it is going to lie. */
export interface PlacedImage {
  readonly source: SourceImage
  /** `0001`. */
  readonly stem: string
}

/** Images that share a folder and their repeats. */
export interface Subset {
  readonly style: Style | 'unsorted'
  /** Relative to the export's folder, with forward slashes; empty: the folder itself. */
  readonly dir: string
  readonly repeats: number
  /** Part of all that is seen in an epoch, 0..1. */
  readonly exposure: number
  readonly images: readonly PlacedImage[]
}

/** A place in a bucket, as a trainer that reads buckets is told of it. Keys of an account are never written. */
export interface Bucket {
  readonly name: string
  /** Without a slash at its end. */
  readonly prefix: string
  readonly endpoint: string
  readonly region: string
}

/** A set with a place for everything: what a format writes its texts from. */
export interface Layout {
  /** Absolute, forward slashes, none at the end: what configuration files name. */
  readonly root: string
  /** The bucket that it is written to, in place of a folder. */
  readonly bucket?: Bucket
  /** Safe name of the set. */
  readonly name: string
  readonly trigger: string
  readonly classWord: string
  readonly settings: ExportSettings
  readonly subsets: readonly Subset[]
  /** Subsets of which at least one image has a mask. */
  readonly masked: ReadonlySet<string>
  readonly steps: number
}

export interface TextFile {
  /** Relative to the export's folder. */
  readonly name: string
  readonly text: string
}
