import { parse } from 'node:path'
import { type CheckOptions, error, type Finding } from './check.ts'
import { namedFolder, readJson } from './config-file.ts'
import { isTable } from './config-keys.ts'
import type { TrainingFolder } from './folder.ts'
import type { CheckedImage } from './images.ts'

const LIST = 'captions.json'

/** Returns true when a list of captions is read instead of the `.txt` files. */
export const hasList = async (folder: TrainingFolder, path: string): Promise<boolean> =>
  (await namedFolder(folder, path))?.folder.files.some(({ dir, name }) => dir === '' && name === LIST) ?? false

/** Checks `captions.json`, which maps names to lists of captions; an image without an entry is left out (`dataset.py`, `add_captions`). */
export async function checkList(
  folder: TrainingFolder,
  path: string,
  images: readonly CheckedImage[],
): Promise<{ readonly findings: readonly Finding[]; readonly trained: readonly CheckedImage[] }> {
  const named = await namedFolder(folder, path)
  if (!named) return { findings: [], trained: images }
  const { value } = await readJson(named.folder, LIST)
  if (!isTable(value))
    return { findings: [error('cap-list', `${named.prefix}/${LIST}`, 'must be an object.')], trained: [] }
  const captionsOf = ({ entry }: CheckedImage): unknown =>
    Object.hasOwn(value, entry.name) ? value[entry.name] : undefined
  const trained = images.filter((image) => captionsOf(image) !== undefined)
  const findings = images.flatMap((image): Finding[] => {
    const { path: file } = image.entry
    const captions = captionsOf(image)
    if (captions === undefined)
      return [error('cap-missing', file, `has no entry in ${LIST}, which is read instead of .txt: it is left out.`)]
    if (Array.isArray(captions)) return []
    return [error('cap-list', file, `must have a list of captions in ${LIST}: diffusion-pipe stops.`)]
  })
  return { findings, trained }
}

/** Checks that each mask has the size of its image, because caching stops otherwise (`PreprocessMediaFile` of `models/base.py`). */
export async function maskFindings(
  folder: TrainingFolder,
  path: string,
  images: readonly CheckedImage[],
  { lookAt }: CheckOptions,
): Promise<readonly Finding[]> {
  const named = await namedFolder(folder, path)
  if (!named) return []
  const masks = new Map(named.folder.files.flatMap((file) => (file.dir === '' ? [[parse(file.name).name, file]] : [])))
  const found: Finding[] = []
  for (const { entry, size } of images) {
    const mask = masks.get(parse(entry.name).name)
    const seen = mask && (await lookAt(await named.folder.read(mask.path)))
    if (mask && (seen?.width !== size.width || seen.height !== size.height))
      found.push(
        error('mask-size', `${named.prefix}/${mask.path}`, `is not as large as ${entry.path}: diffusion-pipe stops.`),
      )
  }
  return found
}
