import type { Verdict } from './assessment.ts'
import { stringifyKeeping } from './json-literal.ts'
import type { Style } from './style.ts'

/** An image in `manifest.json`. Keys that Evencast does not know are kept. */
export interface ManifestImage {
  readonly filename: string
  readonly type?: Style | null | undefined
  /** "human", or the name of the evaluator; absent when the manifest came from elsewhere. */
  readonly classified_by?: string | undefined
  /** Written only when a person decided; no later pass changes it. */
  readonly verdict?: Verdict | undefined
  /** "human" when a person marked the image to keep. No plan removes it, even as surplus, until the person releases it. */
  readonly kept_by?: string | undefined
  /** File name of the source picture on this machine: the base image or an image of the actor. */
  readonly derived_from?: string | undefined
  /** A person's mark for finding the image again; it has no other effect. Absent when not marked. */
  readonly flagged?: boolean | undefined
  /** Part that the image fell into each time a person split its group of undecided images: "ab" is the second half of the first. */
  readonly group_part?: string | undefined
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
  /** Last written caption, its author ("human", "import", "prompt", "template" or a model) and its time. */
  readonly caption?: string | undefined
  readonly caption_by?: string | undefined
  readonly caption_at?: string | undefined
  /** SHA-256 of the image that the caption was written for. */
  readonly caption_of?: string | undefined
  /** A person's crop: see `crop.ts`. A value that cannot be read stays as it is. */
  readonly crop?: unknown
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

/** New values for keys of an image, known or not; undefined removes the key. */
export type ImagePatch = KnownKeys | Partial<ManifestImage>

export const emptyManifest = (actorId: string, now: string): Manifest => ({
  version: 1,
  actor_id: actorId,
  updated_at: now,
  images: [],
})

const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))

/** Merges a patch into an entry; returns the same object when nothing changes. */
function mergeEntry(entry: ManifestImage, patch: ImagePatch): ManifestImage {
  if (Object.entries(patch).every(([key, value]) => key === 'filename' || same(entry[key], value))) return entry
  const merged = { ...entry, ...patch, filename: entry.filename }
  if (!Object.values(merged).includes(undefined)) return merged
  const said = Object.entries(merged).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(said), filename: entry.filename }
}

/** Changes or appends images by file name; keys that a patch does not name keep their values and order. */
export function upsertImages(manifest: Manifest, patches: ReadonlyMap<string, ImagePatch>): Manifest {
  if (patches.size === 0) return manifest
  const listed = new Set(manifest.images.map((image) => image.filename))
  const images = manifest.images.map((image) => {
    const patch = patches.get(image.filename)
    return patch ? mergeEntry(image, patch) : image
  })
  const added = [...patches].filter(([filename]) => !listed.has(filename))
  return { ...manifest, images: [...images, ...added.map(([filename, patch]) => mergeEntry({ filename }, patch))] }
}

export const upsertImage = (manifest: Manifest, filename: string, patch: ImagePatch): Manifest =>
  upsertImages(manifest, new Map([[filename, patch]]))

export const removeImage = (manifest: Manifest, filename: string): Manifest => ({
  ...manifest,
  images: manifest.images.filter((image) => image.filename !== filename),
})

/** Returns the text of `manifest.json`. The caller has set `updated_at`. */
export const writeManifest = (manifest: Manifest): string => `${stringifyKeeping(manifest)}\n`

/** Entries written at a time, which takes about three milliseconds. */
const PART = 400

/** Yields the text of `writeManifest` in parts, so that other work can run in between: 20,000 entries are ten megabytes. */
export function* manifestTexts(manifest: Manifest): Generator<string> {
  const { images } = manifest
  if (images.length <= PART) return yield writeManifest(manifest)
  const keys = Object.entries(manifest)
  const place = keys.findIndex(([key]) => key === 'images')
  const [before, after] = [keys.slice(0, place), keys.slice(place + 1)].map(linesOf)
  yield `{\n${before ? `${before},\n` : ''}  "images": [\n`
  for (let start = 0; start < images.length; start += PART) {
    const lines = stringifyKeeping(images.slice(start, start + PART), '  ').slice('[\n'.length, -'\n  ]'.length)
    yield `${lines}${start + PART < images.length ? ',\n' : ''}`
  }
  yield `\n  ]${after ? `,\n${after}` : ''}\n}\n`
}

/** Prints the keys of an object as lines, without its braces. */
const linesOf = (keys: readonly (readonly [string, unknown])[]): string =>
  stringifyKeeping(Object.fromEntries(keys)).slice('{\n'.length, -'\n}'.length)
