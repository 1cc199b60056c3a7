import type { Manifest, ManifestImage } from '../domain/manifest.ts'
import type { Json } from '../domain/read-entry.ts'
import type { CaptionState, Moving, Operation, Place } from './records.ts'

/** A file on its way to the trash or back, under the id it has there. `entry`: what the manifest says of it. */
export interface TrashMove extends Place {
  readonly kind: Exclude<Moving['kind'], 'move'>
  readonly trashId: string
  readonly entry: ManifestImage | null
}

/** Every port throws EvencastError UNAVAILABLE when the library's folder is not there. All acts may be repeated. */
export interface EditPorts {
  readonly files: {
    /** Moves an image to the trash; does nothing when the trash holds this id. Throws NOT_FOUND when it is in neither. */
    discard(move: TrashMove): Promise<void>
    /** Back to where it belongs. Throws NOT_FOUND when the trash does not hold it, CONFLICT when another file lies there. */
    restore(move: TrashMove): Promise<void>
    inTrash(trashId: string): Promise<boolean>
    /** Lays what a snapshot holds into the trash, from where `restore` brings it. Throws NOT_FOUND when it is damaged or gone. */
    layReady(move: TrashMove, sha256: string): Promise<void>
    /** Whether a file with this content lies there. */
    holds(place: Place, sha256: string): Promise<boolean>
    /** Throws CONFLICT when another file has that name: nothing is overwritten. */
    move(from: Place, to: Place): Promise<void>
    exists(place: Place): Promise<boolean>
    /** An actor's folder, looked at once for any number of captions. */
    captionFolder(actorId: string): Promise<CaptionFolder>
  }
  readonly manifests: {
    /**
     * Reads, changes and writes the file atomically; one at a time per actor, whoever calls. `change` answers the bytes that shall be
     * there, and is called again when somebody else has written the file meanwhile; null: nothing happens.
     */
    exchange(actorId: string, change: (current: Current) => Promise<Next | null>): Promise<void>
    /** The manifest with an entry for every known image of the actor's folder, each saying all that is known. */
    complete(actorId: string, manifest: Manifest): Promise<Manifest>
  }
  /** Writes the actor's target (null: none) into its `actor.json`; everything else in it stays. */
  writeTarget(actorId: string, target: Json | null): Promise<void>
  /** Called after files or manifests were changed, or may have been. */
  changed(operations: readonly Operation[]): void
}

/** The file of an image's caption, brought from one content to another. */
export interface CaptionWrite {
  readonly filename: string
  readonly file: string
  readonly from: CaptionState
  readonly to: CaptionState
}

interface CaptionFolder {
  /** Null for each that is written now; CONFLICT for one that holds neither content. Several calls may be under way. */
  write(captions: readonly CaptionWrite[]): Promise<readonly (Error | null)[]>
  /** What was written outlives a power cut from now on, and is found. */
  sync(): Promise<void>
}

/** `manifest`: what the bytes are written from, where that is known. */
export interface Next {
  /** Null: no file. */
  readonly bytes: Uint8Array | null
  readonly manifest: Manifest | null
}

export interface Current {
  /** Exactly the file; null: there is none. */
  readonly bytes: Uint8Array | null
  readonly manifest: Manifest
  /** The bytes are known to be what `writeManifest` makes of it. */
  readonly isCanonical: boolean
}
