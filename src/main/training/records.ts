import type { Crop } from '../domain/crop.ts'
import type { Style } from '../domain/style.ts'
import type { BaseModel, TrainerName } from '../domain/training/trainer.ts'

/** Options of an export that a person can choose. */
export interface ExportSettings {
  readonly trainer: TrainerName
  readonly baseModel: BaseModel
  /** Side in px of the square with the training area. */
  readonly resolution: number
  readonly batchSize: number
  /** `keep`: JPEG stays JPEG, everything else becomes PNG. */
  readonly format: 'keep' | 'jpg' | 'png'
  /** JPEG quality, 1..100. */
  readonly quality: number
  /** CSS colour behind transparency where there are no masks. */
  readonly background: string
  /** True when transparency and mask files become masks, for trainers that support them. */
  readonly masks: boolean
  /** Absolute path of the folder of regularisation images; null for none. */
  readonly regularisation: string | null
}

/** One source image of a set. */
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
  /** Absolute path; null to use the image's own transparency, if it has any. */
  readonly maskFile: string | null
  /** Original source, where the image comes from an earlier export. */
  readonly from?: { readonly filename: string; readonly sha256: string; readonly crop: Crop | null }
}

/** The images that are trained together. */
export interface TrainingSet {
  /** Name of the actor, from which folder and file names are derived. */
  readonly name: string
  readonly trigger: string
  /** Class of the trigger: "person", "woman", "cat". */
  readonly classWord: string
  /** Images in the order of their numbers. */
  readonly images: readonly SourceImage[]
  /** Target number of images of each style, which decides the shares. */
  readonly target: Readonly<Record<Style, number>>
}

/** An image with its place in the export. */
export interface PlacedImage {
  readonly source: SourceImage
  /** File name stem, such as `0001`. */
  readonly stem: string
}

/** Images that share a folder and their repeats. */
export interface Subset {
  readonly style: Style | 'unsorted'
  /** Relative to the export's folder, with forward slashes; empty for the folder itself. */
  readonly dir: string
  readonly repeats: number
  /** Share of everything seen in an epoch, 0..1. */
  readonly exposure: number
  readonly images: readonly PlacedImage[]
}

/** A place in a bucket, for trainers that read from buckets. Account keys are never written. */
export interface Bucket {
  readonly name: string
  /** Without a slash at its end. */
  readonly prefix: string
  readonly endpoint: string
  readonly region: string
}

/** A set with a place for every file, from which a format writes its texts. */
export interface Layout {
  /** Absolute path with forward slashes, none at the end, as configuration files use it. */
  readonly root: string
  /** The bucket to which it is written instead of a folder. */
  readonly bucket?: Bucket
  /** Safe name of the set. */
  readonly name: string
  readonly trigger: string
  readonly classWord: string
  readonly settings: ExportSettings
  readonly subsets: readonly Subset[]
  /** Folders of subsets in which at least one image has a mask. */
  readonly masked: ReadonlySet<string>
  readonly steps: number
}

export interface TextFile {
  /** Relative to the export's folder. */
  readonly name: string
  readonly text: string
}
