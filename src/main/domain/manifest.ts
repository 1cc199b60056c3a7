import type { Verdict } from './assessment.ts'
import type { Style } from './style.ts'

/** One image in `manifest.json`. Keys that Evencast does not know are kept as they are. */
export interface ManifestImage {
  readonly filename: string
  readonly type?: Style | null | undefined
  /** "human", or the evaluator that said so; absent when the manifest came from elsewhere. */
  readonly classified_by?: string | undefined
  /** Written only when a human decided: a verdict that no later pass changes. */
  readonly verdict?: Verdict | undefined
  readonly source?: string | undefined
  readonly prompt?: string | undefined
  readonly prompt_id?: string | undefined
  readonly model?: string | undefined
  readonly prediction_id?: string | undefined
  readonly seed?: number | undefined
  readonly cost_usd?: number | undefined
  readonly s3_url?: string | undefined
  readonly sha256?: string | undefined
  readonly bytes?: number | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly quality_issues?: readonly string[] | undefined
  readonly created_at?: string | undefined
  readonly [unknown: string]: unknown
}

/** `manifest.json`: the truth about an actor's images, which travels with them (DESIGN: files on disk). */
export interface Manifest {
  readonly version: 1
  readonly actor_id: string
  readonly updated_at: string
  readonly images: readonly ManifestImage[]
  readonly [unknown: string]: unknown
}

type KnownKeys = {
  readonly [Key in keyof ManifestImage as string extends Key ? never : Key]?: ManifestImage[Key] | undefined
}

/** New values for keys of an image, ours or not; undefined removes the key. */
export type ImagePatch = KnownKeys | Partial<ManifestImage>

export const emptyManifest = (actorId: string, now: string): Manifest => ({
  version: 1,
  actor_id: actorId,
  updated_at: now,
  images: [],
})

/** Changes or appends one image; keys that the patch does not name stay, in their order. */
export function upsertImage(manifest: Manifest, filename: string, patch: ImagePatch): Manifest {
  const merge = (entry: ManifestImage): ManifestImage => {
    const merged = Object.entries({ ...entry, ...patch, filename })
    return { ...Object.fromEntries(merged.filter(([, value]) => value !== undefined)), filename }
  }
  const known = manifest.images.some((image) => image.filename === filename)
  const images = known
    ? manifest.images.map((image) => (image.filename === filename ? merge(image) : image))
    : [...manifest.images, merge({ filename })]
  return { ...manifest, images }
}

export const removeImage = (manifest: Manifest, filename: string): Manifest => ({
  ...manifest,
  images: manifest.images.filter((image) => image.filename !== filename),
})

/** The text of `manifest.json`. The caller has set `updated_at`. */
export const writeManifest = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`
