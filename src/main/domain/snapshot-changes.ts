import { CAPTION_KEYS } from './caption/entry.ts'
import { LABEL_KEYS } from './label.ts'
import type { ManifestImage } from './manifest.ts'
import { byIndex, isImageFile } from './naming.ts'

/** What an actor's folder holds, or held: contents by file name, and what its manifest says by image. */
export interface ActorVersion {
  readonly files: ReadonlyMap<string, string>
  readonly entries: ReadonlyMap<string, ManifestImage>
}

/** How one version of an actor differs from an earlier one, by file names. */
export interface ActorChanges {
  /** Images that are only in the later one. */
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Another content under the same name. */
  readonly changed: readonly string[]
  /** Images in both whose place a person or a plan has changed: style, verdict, kept, marked. */
  readonly labels: readonly string[]
  /** Images whose caption differs: in the manifest. */
  readonly captions: readonly string[]
  /** Captions, masks and caches beside images that differ, come or go. */
  readonly sidecars: readonly string[]
}

/** Keys that say what was measured or where a copy lies: they follow the file and are nobody's work. */
const MEASURED = new Set(['sha256', 'bytes', 'width', 'height', 'quality_issues', 's3_url', 'filename'])

const differ = (keys: readonly string[], a: ManifestImage | undefined, b: ManifestImage | undefined): boolean =>
  keys.some((key) => JSON.stringify(a?.[key]) !== JSON.stringify(b?.[key]))

/** What nobody said but the evaluator: it says it again whenever it is asked. */
const isOwnOpinion = (entry: ManifestImage | undefined): boolean =>
  entry === undefined ||
  (entry.classified_by !== 'human' &&
    entry.source === undefined &&
    Object.keys(entry).every((key) => MEASURED.has(key) || key === 'type' || key === 'classified_by'))

/** Whether an entry says something else than another, apart from what was measured. */
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
