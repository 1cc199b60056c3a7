import { cropOf } from './crop.ts'
import { EvencastError } from './error.ts'
import { mergedEntry } from './align-manifest.ts'
import { compacted, plainValue } from './json-literal.ts'
import { type Lenient, parseLenient } from './lenient-json.ts'
import type { Manifest, ManifestImage } from './manifest.ts'
import { parsedInParts } from './manifest-parts.ts'
import { isImageFile } from './naming.ts'
import { freeKey, isObject, isStyleName, type Json, readEntry } from './read-entry.ts'

/** Key under which entries without a file name are kept in the written manifest. */
const UNRECOGNIZED = 'unrecognized'

interface Loose {
  readonly top: Json
  /** Raw entries, with their keys when they were in an object. */
  readonly entries: readonly (readonly [key: string | null, entry: unknown])[]
}

/** Accepts a bare array, `{ images: [...] }`, `{ images: { name: {...} } }`, `{ name: {...} }` and `{ name: style }` as manifests. */
function loosen(raw: unknown): Loose | null {
  const list = (items: readonly unknown[]): Loose['entries'] => items.map((item) => [null, item])
  if (Array.isArray(raw)) return { top: {}, entries: list(raw) }
  if (!isObject(raw)) return null
  if (Array.isArray(raw['images'])) return { top: raw, entries: list(raw['images']) }
  if (isObject(raw['images'])) return { top: raw, entries: Object.entries(raw['images']) }
  const isEntry = ([key, value]: readonly [string, unknown]): boolean =>
    isImageFile(key) && (isObject(value) || isStyleName(value))
  const pairs = Object.entries(raw)
  return { top: Object.fromEntries(pairs.filter((pair) => !isEntry(pair))), entries: pairs.filter(isEntry) }
}

interface ReadImages {
  readonly images: readonly ManifestImage[]
  readonly unrecognized: readonly unknown[]
}

/** Entries read at a time, which takes a few milliseconds. */
const PART = 400

function* readImages(entries: Loose['entries'], warn: (warning: string) => void): Generator<undefined, ReadImages> {
  const images = new Map<string, ManifestImage>()
  const unrecognized: unknown[] = []
  for (const [at, [key, raw]] of entries.entries()) {
    if (at % PART === PART - 1) yield
    // A bare string is the file name in a list, and the type in an object keyed by file name.
    const entry = typeof raw === 'string' ? { [key === null ? 'filename' : 'type']: raw } : raw
    const image = isObject(entry) ? readEntry(entry, key) : null
    const known = image && images.get(image.filename)
    if (known) warn(`lists ${image.filename} more than once; its entries were merged`)
    if (image) images.set(image.filename, known ? mergedEntry(known, image) : image)
    else unrecognized.push(compacted(raw))
  }
  return { images: [...images.values()], unrecognized }
}

/** Drops the zeros that a power failure may leave at the end of a file. */
function withoutPadding(text: string): string {
  let end = text.length
  while (text[end - 1] === '\0') end -= 1
  return text.slice(0, end)
}

function* parse(marked: string): Generator<undefined, Lenient> {
  const text = withoutPadding(marked.replace(/^\uFEFF/, ''))
  const value = yield* parsedInParts(text)
  return value ? { value, comments: false } : parseLenient(text)
}

const eachCompacted = (value: unknown): unknown => (Array.isArray(value) ? value.map(compacted) : compacted(value))

function updatedAt(raw: unknown): string {
  const value = plainValue(raw)
  return typeof value === 'string' ? value : new Date(0).toISOString()
}

interface ReadManifest {
  readonly manifest: Manifest
  readonly warnings: readonly string[]
  readonly comments: boolean
}

/**
 * Reads a `manifest.json` of any known shape into the clean form. `comments` is true when it has some, which that form loses. Unknown keys
 * survive at every level; an invalid value of a known key is kept as `original_{key}`, an entry without a file name under `unrecognized`.
 *
 * @throws EvencastError BAD_INPUT when the text is not JSON (comments, trailing commas and JSONL are accepted) or not a manifest; the
 * caller keeps that file aside.
 */
export function readManifest(text: string, actorId: string): ReadManifest {
  const work = readingManifest(text, actorId)
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value
}

/** Same as `readManifest`, but yields so that other work can run in between. */
export function* readingManifest(text: string, actorId: string): Generator<undefined, ReadManifest> {
  try {
    return yield* reading(text, actorId)
  } catch (cause) {
    // A value nested deeper than the stack can sometimes be parsed but not written again.
    if (cause instanceof SyntaxError || cause instanceof RangeError) throw refused(actorId, 'is not JSON', cause)
    throw cause
  }
}

const refused = (actorId: string, why: string, cause?: Error): EvencastError =>
  new EvencastError(
    'BAD_INPUT',
    `manifest.json of ${actorId} ${why}; its labels are not used, and it will be kept aside when another is written.`,
    { cause },
  )

function* reading(text: string, actorId: string): Generator<undefined, ReadManifest> {
  const { value, comments } = yield* parse(text)
  const loose = loosen(value)
  if (!loose) throw refused(actorId, 'holds neither a list of images nor an object')
  const { top } = loose
  const warnings: string[] = []
  const warn = (warning: string): number => warnings.push(`manifest.json of ${actorId} ${warning}.`)
  if (comments) warn('has comments; a copy with them is kept beside it when it is next written')
  const { images, unrecognized } = yield* readImages(loose.entries, warn)
  if (unrecognized.length > 0) {
    const entries =
      unrecognized.length === 1 ? '1 entry that names no file' : `${unrecognized.length} entries that name no file`
    warn(`holds ${entries}; kept under "${UNRECOGNIZED}"`)
  }

  const uncropped = images.filter((entry) => (entry.crop ?? null) !== null && !cropOf(entry))
  if (uncropped[0]) {
    const others = uncropped.length === 1 ? '' : ` and ${uncropped.length - 1} more`
    warn(
      `has a crop of ${uncropped[0].filename}${others} that is not understood; it is kept and the whole image is used`,
    )
  }

  const ours = new Map<string, unknown>([
    ['version', 1],
    ['actor_id', actorId],
    ['updated_at', updatedAt(top['updated_at'])],
    ['images', images],
  ])
  const pairs = Object.entries(top).flatMap(([key, value]): [string, unknown][] => {
    if (!ours.has(key)) return [[key, key === UNRECOGNIZED ? eachCompacted(value) : compacted(value)]]
    const clean = ours.get(key)
    const lost = plainValue(value) !== clean && value !== null && !(key === 'images' && typeof value === 'object')
    if (lost && key === 'actor_id') warn(`was written for another actor`)
    const original: [string, unknown] = [freeKey((taken) => Object.hasOwn(top, taken), key), compacted(value)]
    return lost ? [[key, clean], original] : [[key, clean]]
  })
  if (unrecognized.length > 0) {
    const earlier = eachCompacted(top[UNRECOGNIZED])
    const all = [...(Array.isArray(earlier) ? earlier : earlier === undefined ? [] : [earlier]), ...unrecognized]
    pairs.push([UNRECOGNIZED, all])
  }
  const missing = [...ours].filter(([key]) => !Object.hasOwn(top, key))
  const copy: Json = Object.fromEntries([...missing, ...pairs])
  const updated_at = String(ours.get('updated_at'))
  return { manifest: { ...copy, version: 1, actor_id: actorId, updated_at, images }, warnings, comments }
}
