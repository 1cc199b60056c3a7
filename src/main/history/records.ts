import type { Crop } from '../domain/crop.ts'
import type { Label } from '../domain/label.ts'
import type { CaptionEntry } from '../domain/caption/entry.ts'
import type { ManifestImage } from '../domain/manifest.ts'
import type { Json } from '../domain/read-entry.ts'

/** Where an image lies. */
export interface Place {
  readonly actorId: string
  readonly filename: string
}

/** A caption before or after an edit. */
export interface CaptionState {
  /** The exact bytes of its file in base64; null: no file. */
  readonly file: string | null
  /** What the manifest says of it; a key that is not there is taken out. */
  readonly entry: CaptionEntry
}

/** What an edit does to one image. A file takes part in an edit once. */
export type Operation =
  | (Place & { readonly kind: 'label'; readonly before: Label; readonly after: Label })
  /** `file`: the name of the caption's file, beside the image. */
  | (Place & {
      readonly kind: 'caption'
      readonly file: string
      readonly before: CaptionState
      readonly after: CaptionState
    })
  /** `before`: whatever the manifest held as its crop; null: nothing. */
  | (Place & { readonly kind: 'crop'; readonly before: unknown; readonly after: Crop | null })
  /** To the trash, under an id of its own. `entry`: what the manifest said of it. */
  | (Place & { readonly kind: 'trash'; readonly trashId: string; readonly entry: ManifestImage })
  /** From the trash into an actor's folder: an image that comes back, or a new one, which is put into the trash first. */
  | (Place & { readonly kind: 'add'; readonly trashId: string; readonly entry: ManifestImage })
  /** To another actor, under a name that was never used there. */
  | (Place & {
      readonly kind: 'move'
      readonly to: Place
      readonly entry: ManifestImage
      readonly entryThere: ManifestImage
    })
  /**
   * A file of the actor's folder, an image or a sidecar, to what a snapshot holds of it. `outId`: under which what lies there now goes to
   * the trash (null: nothing lies there). `content`: what comes, and under which id it goes to the trash when it is taken back (null:
   * nothing comes). Neither: the file stays, and only its manifest entry changes. `before`, `after`: that entry; null: none.
   */
  | (Place & {
      readonly kind: 'restore'
      readonly outId: string | null
      readonly content: { readonly trashId: string; readonly sha256: string } | null
      readonly before: ManifestImage | null
      readonly after: ManifestImage | null
    })
  /** The actor's target in its `actor.json`; null: the library's. */
  | (Place & { readonly kind: 'target'; readonly before: Json | null; readonly after: Json | null })

export type Moving = Extract<Operation, { readonly kind: 'trash' | 'add' | 'move' | 'restore' }>

const WRITTEN: readonly Operation['kind'][] = ['label', 'target', 'caption', 'crop']

/** What moves files, unlike what is only written down. */
export const isMoving = (operation: Operation): operation is Moving => !WRITTEN.includes(operation.kind)

/** `doing` and `undoing`: intended and perhaps half done; the next start finishes it. */
export type EditState = 'doing' | 'done' | 'undoing' | 'undone'

export interface Edit {
  readonly id: number
  readonly at: string
  /** What was done, as a phrase: "Moved 2 images to Colour". */
  readonly name: string
  readonly operations: readonly Operation[]
  readonly state: EditState
  /** What it did to manifests is kept beside it; edits of early versions know only their operations. */
  readonly recorded: boolean
}

export type Way = 'redo' | 'undo'

/** Every actor that an edit touches. */
export const actorsOf = (operations: readonly Operation[]): string[] => [
  ...new Set(
    operations.flatMap((operation) =>
      operation.kind === 'move' ? [operation.actorId, operation.to.actorId] : [operation.actorId],
    ),
  ),
]
