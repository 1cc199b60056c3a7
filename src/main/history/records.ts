import type { Crop } from '../domain/crop.ts'
import type { Label } from '../domain/label.ts'
import type { CaptionEntry } from '../domain/caption/entry.ts'
import type { ManifestImage } from '../domain/manifest.ts'
import type { Json } from '../domain/read-entry.ts'

/** Place of an image. */
export interface Place {
  readonly actorId: string
  readonly filename: string
}

/** A caption before or after an edit. */
export interface CaptionState {
  /** Exact bytes of its file in base64; null for no file. */
  readonly file: string | null
  /** Caption keys of the manifest entry; a missing key is removed. */
  readonly entry: CaptionEntry
}

/** Change of one image by an edit. Each file is in an edit at most once. */
export type Operation =
  | (Place & { readonly kind: 'label'; readonly before: Label; readonly after: Label })
  /** `file` is the name of the caption's file, next to the image. */
  | (Place & {
      readonly kind: 'caption'
      readonly file: string
      readonly before: CaptionState
      readonly after: CaptionState
    })
  /** `before` is any value that the manifest had as crop; null for none. */
  | (Place & { readonly kind: 'crop'; readonly before: unknown; readonly after: Crop | null })
  /** Moves an image to the trash under its own id. `entry` is its manifest entry. */
  | (Place & { readonly kind: 'trash'; readonly trashId: string; readonly entry: ManifestImage })
  /** Moves an image from the trash to an actor's folder: a restored image, or a new one that was put into the trash first. */
  | (Place & { readonly kind: 'add'; readonly trashId: string; readonly entry: ManifestImage })
  /** Moves an image to another actor, under a name that was never used there. */
  | (Place & {
      readonly kind: 'move'
      readonly to: Place
      readonly entry: ManifestImage
      readonly entryThere: ManifestImage
    })
  /**
   * Restores a file of the actor's folder, an image or a sidecar, from a snapshot. `outId` is the trash id of the file that is replaced
   * (null: there is none). `content` is the snapshot's content, with the id under which undo puts it into the trash (null: the snapshot has
   * none). When both are null, the file stays and only its manifest entry changes. `before` and `after` are that entry; null for none.
   */
  | (Place & {
      readonly kind: 'restore'
      readonly outId: string | null
      readonly content: { readonly trashId: string; readonly sha256: string } | null
      readonly before: ManifestImage | null
      readonly after: ManifestImage | null
    })
  /** Changes the actor's target in its `actor.json`; null for the library's. */
  | (Place & { readonly kind: 'target'; readonly before: Json | null; readonly after: Json | null })

export type Moving = Extract<Operation, { readonly kind: 'trash' | 'add' | 'move' | 'restore' }>

const WRITTEN: readonly Operation['kind'][] = ['label', 'target', 'caption', 'crop']

/** Returns true for operations that move files, as opposed to those that only change text. */
export const isMoving = (operation: Operation): operation is Moving => !WRITTEN.includes(operation.kind)

/** `doing` and `undoing` mean intended and perhaps partly done; the next start finishes them. */
export type EditState = 'doing' | 'done' | 'undoing' | 'undone'

export interface Edit {
  readonly id: number
  readonly at: string
  /** Phrase that describes the edit: "Moved 2 images to Colour". */
  readonly name: string
  readonly operations: readonly Operation[]
  readonly state: EditState
  /** True when its effect on manifests was recorded; edits of early versions have only their operations. */
  readonly recorded: boolean
}

export type Way = 'redo' | 'undo'

/** Returns all actors that an edit concerns. */
export const actorsOf = (operations: readonly Operation[]): string[] => [
  ...new Set(
    operations.flatMap((operation) =>
      operation.kind === 'move' ? [operation.actorId, operation.to.actorId] : [operation.actorId],
    ),
  ),
]
