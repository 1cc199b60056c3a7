import type { GeneratedImage, GenerationRequest } from '../domain/generation.ts'
import type { Manifest, ManifestImage } from '../domain/manifest.ts'
import type { Generation } from '../domain/plan.ts'
import type { Style } from '../domain/style.ts'
import type { Checks } from './budget.ts'
import type { Payments } from './payments.ts'
import type { Maker } from './records.ts'

/** Every port throws EvencastError UNAVAILABLE when the library's folder is missing: the run then stops as a whole. */

interface Discard {
  /** Id of the item in the trash, the same after a restart. Letters, digits and hyphens. */
  readonly trashId: string
  readonly actorId: string
  readonly filename: string
  readonly reason: string
  readonly runId: string
  /** Its manifest entry, to be restored with it. */
  readonly entry: ManifestImage | null
}

export interface FilesPort {
  /**
   * Moves an image and its sidecars to the trash; a second call with the same id finishes that. Throws NOT_FOUND when it is in neither
   * place.
   */
  discard(item: Discard): Promise<void>
  /**
   * Moves it back to its original place; finishes an interrupted move. Throws CONFLICT when another file is there (it is never
   * overwritten), NOT_FOUND when it is not in the trash.
   */
  restore(trashId: string): Promise<void>
  inTrash(trashId: string): Promise<boolean>
  /** Returns a file name that was never used before, not even by a concurrent call; durable before it resolves. */
  reserveName(actorId: string): Promise<string>
  /** Writes a new image so that it is there whole or not at all. Throws CONFLICT when a file of that name exists. */
  place(actorId: string, filename: string, bytes: Uint8Array): Promise<void>
  exists(actorId: string, filename: string): Promise<boolean>
  /** Returns null when there is no such file. */
  sha256(actorId: string, filename: string): Promise<string | null>
}

export interface ManifestsPort {
  /** Returns the file's exact bytes (null: no file) and the parsed manifest. */
  read(actorId: string): Promise<{ readonly bytes: Uint8Array | null; readonly manifest: Manifest }>
  /** Reads, changes and writes a manifest atomically, one call at a time per actor. `change` is called right before the write. */
  edit(actorId: string, change: (manifest: Manifest) => Manifest): Promise<unknown>
  /** Writes exactly these bytes (null: removes the file) if `when` accepts the current manifest, atomically as `edit` is. */
  restoreBytes(actorId: string, bytes: Uint8Array | null, when: (current: Manifest) => boolean): Promise<boolean>
}

/** The part of a generator that a run needs; every `Generator` has it. */
export interface RunGenerator {
  readonly name: string
  readonly model: string
  readonly secondsPerImage: number
  priceUsd(style: Style): number
  /** Returns what it cannot work without and does not have, as words for people; null when nothing is missing. */
  lacks(): string | null
  generate(request: GenerationRequest, hooks: GenerationHooks): Promise<GeneratedImage>
}

/** Hooks between a generator and its run; see `GenerateHooks` for the generator's side. */
export interface GenerationHooks {
  readonly signal: AbortSignal
  readonly onExternalId: (externalId: string) => Promise<void>
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

/** The part of a request that is looked up right before the generation. */
export type Brief = Pick<GenerationRequest, 'variant' | 'angle' | 'light' | 'base' | 'photographs' | 'drawings'>

export type Check =
  | {
      readonly ok: true
      readonly width: number
      readonly height: number
      readonly sha256: string
      /** Cost of the check in dollars. */
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
  /**
   * Returns the generator as it was when a run was started with it, whatever the settings say now. Throws BAD_INPUT for an unknown name.
   */
  generatorAs(maker: Maker): RunGenerator
  brief(actorId: string, generation: Generation): Promise<Brief>
  /**
   * Checks that the picture decodes, has the requested style and duplicates none of the actor's images. Called in parallel: of two similar
   * pictures of one actor, at most one passes. `checks`: the evaluator, and its spending limit in the whole run.
   */
  check(image: GeneratedImage, request: GenerationRequest, checks: Checks): Promise<Check>
  /** Returns an entry with all known facts for every image in the actor's folder. */
  describe(actorId: string): Promise<readonly ManifestImage[]>
  /** Returns the same fingerprint as in the plan until the actor's files or labels change. */
  fingerprint(actorId: string): Promise<string>
  /** Called after files or manifests of these actors were changed. */
  changed(actorIds: readonly string[]): void
}
