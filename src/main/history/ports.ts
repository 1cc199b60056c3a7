import type { Manifest, ManifestImage } from '../domain/manifest.ts'
import type { Json } from '../domain/read-entry.ts'
import type { CaptionState, Moving, Operation, Place } from './records.ts'

/** A move of a file to the trash or from it, with its id there. `entry` is its manifest entry. */
export interface TrashMove extends Place {
  readonly kind: Exclude<Moving['kind'], 'move'>
  readonly trashId: string
  readonly entry: ManifestImage | null
}

/** Every port throws EvencastError UNAVAILABLE when the library's folder is missing. All operations are safe to repeat. */
export interface EditPorts {
  readonly files: {
    /** Moves an image to the trash; does nothing when the trash has this id already. Throws NOT_FOUND when it is in neither. */
    discard(move: TrashMove): Promise<void>
    /** Moves an image back to its place. Throws NOT_FOUND when the trash does not have it, CONFLICT when another file is there. */
    restore(move: TrashMove): Promise<void>
    inTrash(trashId: string): Promise<boolean>
    /** Copies a snapshot's content to the trash, from which `restore` puts it in place. Throws NOT_FOUND when it is damaged or missing. */
    layReady(move: TrashMove, sha256: string): Promise<void>
    /** Returns true when the place has a file with this content. */
    holds(place: Place, sha256: string): Promise<boolean>
    /** Throws CONFLICT when another file has that name: nothing is overwritten. */
    move(from: Place, to: Place): Promise<void>
    exists(place: Place): Promise<boolean>
    /** Opens an actor's folder once, for any number of captions. */
    captionFolder(actorId: string): Promise<CaptionFolder>
  }
  readonly manifests: {
    /**
     * Reads, changes and writes the file atomically, one call at a time per actor. `change` returns the new bytes, or null for no change;
     * it is called again when another program has written the file meanwhile.
     */
    exchange(actorId: string, change: (current: Current) => Promise<Next | null>): Promise<void>
    /** Returns the manifest with an entry, with all known facts, for every known image in the actor's folder. */
    complete(actorId: string, manifest: Manifest): Promise<Manifest>
  }
  /** Writes the actor's target (null: none) to its `actor.json`; the other keys stay. */
  writeTarget(actorId: string, target: Json | null): Promise<void>
  /** Called after files or manifests were changed, or may have been. */
  changed(operations: readonly Operation[]): void
}

/** Change of a caption's file from one state to another. */
export interface CaptionWrite {
  readonly filename: string
  readonly file: string
  readonly from: CaptionState
  readonly to: CaptionState
}

interface CaptionFolder {
  /** Returns null for each caption that was written, and CONFLICT when a file has neither content. Calls may overlap. */
  write(captions: readonly CaptionWrite[]): Promise<readonly (Error | null)[]>
  /** Makes the writes durable and visible to scans. */
  sync(): Promise<void>
}

/** New content of a manifest. `manifest` is the source of the bytes, when known. */
export interface Next {
  /** Null for no file. */
  readonly bytes: Uint8Array | null
  readonly manifest: Manifest | null
}

export interface Current {
  /** Exact bytes of the file; null when there is none. */
  readonly bytes: Uint8Array | null
  readonly manifest: Manifest
  /** True when the bytes are known to equal the output of `writeManifest`. */
  readonly isCanonical: boolean
}
