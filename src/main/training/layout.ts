import { type Style, STYLES } from '../domain/style.ts'
import { numbered, safeName } from '../domain/training/names.ts'
import { exposure, repeatsFor } from '../domain/training/repeats.ts'
import { adviseSteps } from '../domain/training/steps.ts'
import type { TrainerFormat } from './formats/format.ts'
import type { ExportSettings, Layout, PlacedImage, Subset, TrainingSet } from './records.ts'

type Kind = Style | 'unsorted'
const KINDS: readonly Kind[] = [...STYLES, 'unsorted']

/**
 * Assigns each image of a set its place and its repeats. Numbers follow the order of the set, whatever the style, so that a set that is
 * exported, opened and exported again gets the same names. `masked`: file names of images with a mask.
 */
export function layOut(
  set: TrainingSet,
  settings: ExportSettings,
  root: string,
  format: TrainerFormat,
  masked: ReadonlySet<string> = new Set(),
): Layout {
  const name = safeName(set.name)
  const placed = set.images.map((source, i): PlacedImage => ({ source, stem: numbered(i + 1) }))
  const byKind = Map.groupBy(placed, ({ source }): Kind => source.style ?? 'unsorted')
  const kinds = KINDS.filter((kind) => byKind.has(kind))
  const repeats = format.pack === 'subsets' ? repeatsOf(set, byKind, kinds) : kinds.map(() => 1)
  const parts = exposure(kinds.map((kind, i) => ({ images: byKind.get(kind)?.length ?? 0, repeats: repeats[i] ?? 1 })))
  const subsets = kinds.map((kind, i): Subset => {
    const subset = { name, style: kind, repeats: repeats[i] ?? 1 }
    const own = format.subsetDir?.(subset) ?? `${name}_${kind}`
    return {
      style: kind,
      dir: format.pack === 'subsets' ? own : format.pack === 'flat' ? 'train' : '',
      repeats: subset.repeats,
      exposure: parts[i] ?? 0,
      images: byKind.get(kind) ?? [],
    }
  })
  return {
    root: root.replaceAll('\\', '/').replace(/\/+$/, ''),
    name,
    trigger: set.trigger,
    classWord: set.classWord,
    settings,
    subsets,
    masked: new Set(
      subsets.filter(({ images }) => images.some(({ source }) => masked.has(source.file))).map(({ dir }) => dir),
    ),
    steps: adviseSteps(placed.length).steps,
  }
}

/** Returns the repeats of each kind. Images without a style are shown once, because their share is unknown. */
function repeatsOf(
  { target }: TrainingSet,
  byKind: ReadonlyMap<Kind, readonly PlacedImage[]>,
  kinds: readonly Kind[],
): readonly number[] {
  const styles = kinds.filter((kind) => kind !== 'unsorted')
  const found = repeatsFor(styles.map((style) => ({ images: byKind.get(style)?.length ?? 0, share: target[style] })))
  const repeats = new Map(styles.map((style, i) => [style, found[i] ?? 1] as const))
  return kinds.map((kind) => (kind === 'unsorted' ? 1 : (repeats.get(kind) ?? 1)))
}
