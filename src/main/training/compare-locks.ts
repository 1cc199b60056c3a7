import { type Crop, readCrop, sameCrop } from '../domain/crop.ts'
import type { Lock, LockedImage } from './lock.ts'

/** A change of an image in both exports, identified by its source file. */
interface ImageChange<T> {
  readonly filename: string
  readonly before: T
  readonly after: T
}

export interface MixPart {
  readonly images: number
  readonly repeats: number
  /** Share of everything seen in an epoch, 0..1. */
  readonly exposure: number
}

/** Differences between an export of a set and an earlier one. */
export interface ExportChanges {
  /** Names of source files that are only in the later one, and only in the earlier one. */
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Files with other content under the same name. */
  readonly replaced: readonly string[]
  readonly captions: readonly ImageChange<string>[]
  readonly crops: readonly ImageChange<Crop | null>[]
  readonly styles: readonly ImageChange<string | null>[]
  /** By style; null when the style is missing. */
  readonly mix: readonly { readonly style: string; readonly before: MixPart | null; readonly after: MixPart | null }[]
  /** Trainer, trigger word and settings that differ, as stored. */
  readonly settings: readonly { readonly key: string; readonly before: unknown; readonly after: unknown }[]
  readonly same: number
}

const sourceOf = ({ actor_id, source }: LockedImage): string => `${actor_id}/${source.filename}`

export function compareLocks(before: Lock, after: Lock): ExportChanges {
  const [old, now] = [before, after].map(({ images }) => new Map(images.map((image) => [sourceOf(image), image])))
  const pairs = [...(old ?? [])].flatMap(([key, image]) => {
    const other = now?.get(key)
    return other ? [{ filename: image.source.filename, before: image, after: other }] : []
  })
  const only = (one: Lock, other: typeof old) =>
    one.images.filter((image) => !other?.has(sourceOf(image))).map(({ source }) => source.filename)
  const changed = <T>(of: (image: LockedImage) => T, same: (a: T, b: T) => boolean = Object.is): ImageChange<T>[] =>
    pairs
      .map((pair) => ({ filename: pair.filename, before: of(pair.before), after: of(pair.after) }))
      .filter((pair) => !same(pair.before, pair.after))
  const captions = changed(({ caption }) => caption)
  const crops = changed(({ crop }) => readCrop(crop), sameCrop)
  const styles = changed(({ style }) => style)
  const replaced = changed(({ source }) => source.sha256).map(({ filename }) => filename)
  const touched = new Set([...replaced, ...[...captions, ...crops, ...styles].map(({ filename }) => filename)])
  return {
    added: only(after, old),
    removed: only(before, now),
    replaced,
    captions,
    crops,
    styles,
    mix: mixOf(before, after),
    settings: settingsOf(before, after),
    same: pairs.filter(({ filename }) => !touched.has(filename)).length,
  }
}

function mixOf(before: Lock, after: Lock): ExportChanges['mix'] {
  const partOf = ({ subsets }: Lock, style: string): MixPart | null => {
    const found = subsets.find((subset) => subset.style === style)
    return found ? { images: found.images, repeats: found.repeats, exposure: found.exposure } : null
  }
  const names = new Set([...before.subsets, ...after.subsets].map(({ style }) => style))
  return [...names].map((style) => ({ style, before: partOf(before, style), after: partOf(after, style) }))
}

function settingsOf(before: Lock, after: Lock): ExportChanges['settings'] {
  const all = ({ trainer, trigger, class_word, made_with, settings }: Lock): Readonly<Record<string, unknown>> => ({
    trainer,
    trigger,
    class_word,
    made_with,
    ...settings,
  })
  const [old, now] = [all(before), all(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .map((key) => ({ key, before: old[key] ?? null, after: now[key] ?? null }))
    .filter((pair) => JSON.stringify(pair.before) !== JSON.stringify(pair.after))
}
