import { CAPTION_KEYS } from './caption/entry.ts'
import { LABEL_KEYS } from './label.ts'
import type { ManifestImage } from './manifest.ts'
import { byIndex, isImageFile } from './naming.ts'

/** Contents of an actor's folder at some time: hashes by file name, and manifest entries by image. */
export interface ActorVersion {
  readonly files: ReadonlyMap<string, string>
  readonly entries: ReadonlyMap<string, ManifestImage>
}

/** Differences between two versions of an actor, by file name. */
export interface ActorChanges {
  /** Images that only the later version has. */
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Images with other content under the same name. */
  readonly changed: readonly string[]
  /** Images in both versions whose labels changed: style, verdict, kept, flagged. */
  readonly labels: readonly string[]
  /** Images whose caption in the manifest changed. */
  readonly captions: readonly string[]
  /** Captions, masks and caches next to images that changed, appeared or disappeared. */
  readonly sidecars: readonly string[]
}

/** Keys that are measured or name a copy: they follow from the file, and no work is lost with them. */
const MEASURED = new Set(['sha256', 'bytes', 'width', 'height', 'quality_issues', 's3_url', 'filename'])

const differ = (keys: readonly string[], a: ManifestImage | undefined, b: ManifestImage | undefined): boolean =>
  keys.some((key) => JSON.stringify(a?.[key]) !== JSON.stringify(b?.[key]))

/** Returns true for an entry that only the evaluator wrote, which it can write again at any time. */
const isOwnOpinion = (entry: ManifestImage | undefined): boolean =>
  entry === undefined ||
  (entry.classified_by !== 'human' &&
    entry.source === undefined &&
    Object.keys(entry).every((key) => MEASURED.has(key) || key === 'type' || key === 'classified_by'))

/** Returns true when two entries differ apart from their measured keys. */
export function saysOther(a: ManifestImage | undefined, b: ManifestImage | undefined): boolean {
  if (isOwnOpinion(a) && isOwnOpinion(b)) return false
  const keys = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].filter((key) => !MEASURED.has(key))
  return differ(keys, a, b)
}

export function changesBetween(earlier: ActorVersion, later: ActorVersion): ActorChanges {
  const names = [...new Set([...earlier.files.keys(), ...later.files.keys()])].sort(byIndex)
  const [images, others] = [names.filter(isImageFile), names.filter((name) => !isImageFile(name))]
  const isIn = (version: ActorVersion) => (name: string) => version.files.has(name)
  const both = images.filter((name) => earlier.files.has(name) && later.files.has(name))
  const other = (name: string) => earlier.files.get(name) !== later.files.get(name)
  const says = both.filter((name) => saysOther(earlier.entries.get(name), later.entries.get(name)))
  const captioned = (name: string) => differ(CAPTION_KEYS, earlier.entries.get(name), later.entries.get(name))
  const labelled = (name: string) =>
    differ(LABEL_KEYS, earlier.entries.get(name), later.entries.get(name)) || !captioned(name)
  return {
    added: images.filter((name) => !isIn(earlier)(name)),
    removed: images.filter((name) => !isIn(later)(name)),
    changed: both.filter(other),
    labels: says.filter(labelled),
    captions: says.filter(captioned),
    sidecars: others.filter(other),
  }
}

export const isUnchanged = (changes: ActorChanges): boolean =>
  Object.values(changes).every((names) => names.length === 0)
