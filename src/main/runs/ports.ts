import type { GeneratedImage, GenerationRequest } from '../domain/generation.ts'
import type { Manifest, ManifestImage } from '../domain/manifest.ts'
import type { Generation } from '../domain/plan.ts'
import type { Style } from '../domain/style.ts'
import type { Checks } from './budget.ts'
import type { Payments } from './payments.ts'
import type { Maker } from './records.ts'

/** Every port throws EvencastError UNAVAILABLE when the library's folder is not there: the run then stops as a whole. */

interface Discard {
  /** Names the item in the trash, the same after a restart. Letters, digits and hyphens. */
  readonly trashId: string
  readonly actorId: string
  readonly filename: string
  readonly reason: string
  readonly runId: string
  /** Its manifest entry, to come back with it. */
  readonly entry: ManifestImage | null
}

export interface FilesPort {
  /** Moves an image and what belongs to it to the trash; again with the same id finishes that. Throws NOT_FOUND when it is in neither. */
  discard(item: Discard): Promise<void>
  /**
   * Moves it back to where it was; finishes a move that was cut short. Throws CONFLICT when another file lies there (it is
   * never overwritten), NOT_FOUND when the trash does not hold it.
   */
  restore(trashId: string): Promise<void>
  inTrash(trashId: string): Promise<boolean>
  /** A file name that was never given out before, not even to a call beside this one; durable before it resolves. */
  reserveName(actorId: string): Promise<string>
  /** Writes a new image so that it is there whole or not at all. Throws CONFLICT when a file of that name exists. */
  place(actorId: string, filename: string, bytes: Uint8Array): Promise<void>
  exists(actorId: string, filename: string): Promise<boolean>
  /** Null when there is no such file. */
  sha256(actorId: string, filename: string): Promise<string | null>
}

export interface ManifestsPort {
  /** The file's exact bytes (null: none) with what they say. */
  read(actorId: string): Promise<{ readonly bytes: Uint8Array | null; readonly manifest: Manifest }>
  /** Reads, changes and writes atomically; one at a time per actor, whoever calls. `change` is called right before the write. */
  edit(actorId: string, change: (manifest: Manifest) => Manifest): Promise<unknown>
  /** Writes exactly these bytes (null: removes the file) if `when` agrees to what is there now, in one step as `edit` is. */
  restoreBytes(actorId: string, bytes: Uint8Array | null, when: (current: Manifest) => boolean): Promise<boolean>
}

/** What a run needs to know of a generator; every `Generator` is one. */
export interface RunGenerator {
  readonly name: string
  readonly model: string
  readonly secondsPerImage: number
  priceUsd(style: Style): number
  /** What it cannot work without and does not have, as words for people; null when nothing is lacking. */
  lacks(): string | null
  generate(request: GenerationRequest, hooks: GenerationHooks): Promise<GeneratedImage>
}

/** How a generator and the run that it works for stay in step; see `GenerateHooks` for the generator's side. */
export interface GenerationHooks {
  readonly signal: AbortSignal
  readonly onExternalId: (externalId: string) => Promise<void>
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

/** The part of a request that is looked up when its turn comes. */
export type Brief = Pick<GenerationRequest, 'variant' | 'angle' | 'light' | 'base' | 'photographs' | 'drawings'>

export type Check =
  | {
      readonly ok: true
      readonly width: number
      readonly height: number
      readonly sha256: string
      /** What the check cost. */
      readonly costUsd?: number
    }
  /** `why`: a phrase for people, such as "it looks like alice_3.jpg". */
  | { readonly ok: false; readonly why: string; readonly costUsd?: number }

export interface RunPorts {
  readonly files: FilesPort
  readonly manifests: ManifestsPort
  readonly payments: Pick<Payments, 'asked' | 'created' | 'ended' | 'open'>
  /** Throws BAD_INPUT for an unknown name. */
  generator(name: string): RunGenerator
  /** As it was when a run was begun with it, whatever the settings say now. Throws BAD_INPUT for an unknown name. */
  generatorAs(maker: Maker): RunGenerator
  brief(actorId: string, generation: Generation): Promise<Brief>
  /**
   * Whether the picture decodes, has the asked style and is no duplicate of the actor's images. Called side by side: of two
   * pictures of one actor that are alike, one passes at most. `checks`: by whom, and for how much in all of this run.
   */
  check(image: GeneratedImage, request: GenerationRequest, checks: Checks): Promise<Check>
  /** An entry for every image that lies in the actor's folder, each saying all that is known. */
  describe(actorId: string): Promise<readonly ManifestImage[]>
  /** As in the plan: differs once the actor's files or labels changed. */
  fingerprint(actorId: string): Promise<string>
  /** Called after files or manifests of these actors were changed. */
  changed(actorIds: readonly string[]): void
}
