import type { TrainerFormat } from './formats/format.ts'
import { readmeOf } from './readme.ts'
import type { Layout, TextFile } from './records.ts'
import type { StagedImage } from './stage.ts'

/** A file to be written, relative to the export's folder or the archive's top. */
export type Content =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly staged: StagedImage; readonly mask: boolean }

export interface Contents {
  /** Images, masks and captions: inside the archive where there is one. */
  readonly set: readonly Content[]
  /** Configuration and README, always in the folder. */
  readonly beside: readonly Content[]
  /** Name of each image within the folder or the archive, by its source. */
  readonly names: ReadonlyMap<string, string>
}

/** Returns everything in an export except its lock. */
export async function contentsOf(
  layout: Layout,
  format: TrainerFormat,
  staged: ReadonlyMap<string, StagedImage>,
): Promise<Contents> {
  const set: Content[] = []
  const names = new Map<string, string>()
  const byStem = new Map<string, string>()
  for (const subset of layout.subsets)
    for (const { source, stem } of subset.images) {
      const image = staged.get(source.file)
      if (!image) continue
      const within = (name: string): string => (subset.dir === '' ? name : `${subset.dir}/${name}`)
      const name = within(`${stem}.${image.extension}`)
      names.set(source.file, name)
      byStem.set(stem, `${stem}.${image.extension}`)
      set.push({ name, staged: image, mask: false })
      if (image.maskFile !== null) set.push({ name: maskName(format, subset.dir, stem), staged: image, mask: true })
      if (format.sidecars) set.push({ name: within(`${stem}.txt`), text: source.caption })
    }
  return { set, beside: await textsOf(layout, format, byStem), names }
}

/** Returns configuration and README. `fileOf`: names of images by their stems. */
export const textsOf = async (
  layout: Layout,
  format: TrainerFormat,
  fileOf: ReadonlyMap<string, string>,
): Promise<readonly TextFile[]> => [
  ...(await format.texts(layout)).map(({ name, text }) => ({
    name,
    text: text.replaceAll(/\{file:(\d+)\}/g, (_all, stem: string) => fileOf.get(stem) ?? ''),
  })),
  { name: 'README.md', text: readmeOf(layout, format) },
]

function maskName({ masks }: TrainerFormat, dir: string, stem: string): string {
  if (masks === 'folder') return `masks/${dir}/${stem}.png`
  const name = masks === 'masklabel' ? `${stem}-masklabel.png` : `${stem}_mask.jpg`
  return dir === '' ? name : `${dir}/${name}`
}
