import { extname } from 'node:path'
import type { Size } from '../../domain/bucket/cut.ts'
import { type FormatName, trueFormat } from '../../kit/picture/true-format.ts'
import { LEAST_SIDE } from '../image/job.ts'
import { type CheckOptions, error, type Finding, warning } from './check.ts'
import type { FolderEntry, TrainingFolder } from './folder.ts'
import type { LookAt } from './look-at.ts'

export interface ImageRules {
  /** Name that its users use. */
  readonly title: string
  /** Lower case, without the dot; null when it reads any format that Pillow opens. */
  readonly extensions: readonly string[] | null
  /** True when `.Jpg` is not found on case-sensitive file systems. */
  readonly mixedCaseLost: boolean
  /** True when the EXIF orientation is not applied, so that images are sideways. */
  readonly orientationIgnored: boolean
  /** Handling of transparency: it is dropped, laid on white, or used as the image's mask. */
  readonly alpha: 'dropped' | 'white' | 'mask'
  /** Stems of files that are not images to be trained, such as masks. */
  readonly notImages?: RegExp
}

export interface CheckedImage {
  readonly entry: FolderEntry
  readonly stem: string
  /** Size for training, after orientation. */
  readonly size: Size
}

const PILLOW = ['jpg', 'jpeg', 'png', 'webp', 'bmp', 'gif', 'tif', 'tiff', 'avif', 'jp2', 'jxl', 'heic', 'jfif', 'tga']
/** Formats that trainers read and Evencast does not decode. */
const NOT_READ_HERE = new Set(['jp2', 'jxl', 'tga'])
/** Formats, by content, that Pillow decodes without a plug-in. */
const DECODED: ReadonlySet<FormatName> = new Set(['JPEG', 'PNG', 'WebP', 'GIF', 'TIFF', 'AVIF', 'BMP'])
const AT_ONCE = 4
const ALPHA = {
  dropped: 'drops that: what lies behind is trained on. Lay it on a colour.',
  white: 'lays it on white. Lay it on another colour where white is not meant.',
} as const

export const stemOf = (name: string): string => name.slice(0, name.length - extname(name).length)
const extensionOf = (name: string): string => extname(name).slice(1)

export const isPictureName = (name: string): boolean => PILLOW.includes(extensionOf(name).toLowerCase())

const isPicture = (name: string, rules: ImageRules): boolean =>
  (rules.extensions ?? []).includes(extensionOf(name).toLowerCase()) || isPictureName(name)

/** Checks the images of a list. Returns those that the trainer would load, and the faults of the others. */
export async function checkImages(
  folder: TrainingFolder,
  files: readonly FolderEntry[],
  rules: ImageRules,
  { lookAt, signal }: Pick<CheckOptions, 'lookAt' | 'signal'>,
): Promise<{ readonly images: readonly CheckedImage[]; readonly all: number; readonly findings: readonly Finding[] }> {
  const pictures = files.filter(
    ({ name }) => !name.startsWith('.') && isPicture(name, rules) && !rules.notImages?.test(stemOf(name)),
  )
  const findings: Finding[] = [...sameStems(pictures), ...lostAsMasks(files, pictures, rules)]
  const images: CheckedImage[] = []
  for (let start = 0; start < pictures.length; start += AT_ONCE) {
    signal?.throwIfAborted()
    const some = await Promise.all(
      pictures.slice(start, start + AT_ONCE).map((entry) => checkImage(folder, entry, rules, lookAt)),
    )
    for (const { found, image } of some) {
      findings.push(...found)
      if (image) images.push(image)
    }
  }
  return { images, all: pictures.length, findings }
}

/** Yields findings for images that count as masks of missing images. */
function* lostAsMasks(
  files: readonly FolderEntry[],
  pictures: readonly FolderEntry[],
  { notImages, title }: ImageRules,
): Generator<Finding> {
  if (!notImages) return
  const stems = new Set(pictures.map(({ dir, name }) => `${dir}/${stemOf(name)}`))
  for (const { path, dir, name } of files) {
    const stem = stemOf(name)
    const of = stem.replace(notImages, '')
    if (of !== stem && !name.endsWith('.txt') && !stems.has(`${dir}/${of}`))
      yield error(
        'mask-orphan',
        path,
        `is taken for the mask of ${of}, which is not there: ${title} leaves it out. Rename it.`,
      )
  }
}

function* sameStems(pictures: readonly FolderEntry[]): Generator<Finding> {
  const seen = new Map<string, FolderEntry>()
  for (const entry of pictures) {
    const key = `${entry.dir}/${stemOf(entry.name)}`
    const other = seen.get(key)
    if (other)
      yield error(
        'same-stem',
        entry.path,
        `shares its stem with ${other.name}: both get one caption. Rename one of them.`,
      )
    else seen.set(key, entry)
  }
}

interface OneImage {
  readonly found: readonly Finding[]
  readonly image: CheckedImage | null
}

async function checkImage(
  folder: TrainingFolder,
  entry: FolderEntry,
  rules: ImageRules,
  lookAt: LookAt,
): Promise<OneImage> {
  const { path, name } = entry
  const extension = extensionOf(name)
  const found: Finding[] = []
  const lower = extension.toLowerCase()
  if (rules.extensions && !rules.extensions.includes(lower))
    return lost(
      error('extension', path, `is not read: ${rules.title} takes ${rules.extensions.join(', ')}. Convert it.`),
    )
  if (extension !== lower) {
    const mixed = extension !== extension.toUpperCase()
    const detail = `ends in .${extension}: write .${lower}`
    if (mixed && rules.mixedCaseLost)
      return lost(error('extension-case', path, `${detail}, or ${rules.title} does not find it.`))
    found.push(warning('extension-case', path, `${detail}; some trainers do not find it.`))
  }
  const content = await folder.read(path)
  if (content.length === 0) return lost(error('undecodable', path, 'is empty (0 bytes). Take it out.'))
  if (NOT_READ_HERE.has(lower)) return lost(warning('unread', path, 'is not decoded here, so it is not counted.'))
  const format = trueFormat(content)
  if (format !== null && !DECODED.has(format))
    return lost(
      error('undecodable', path, `holds ${format}, whatever its name says: ${rules.title} cannot read it. Convert it.`),
    )
  const seen = await lookAt(content)
  if (!seen) return lost(error('undecodable', path, 'is no image, whatever its name says. Take it out.'))
  if (!seen.isWhole)
    return lost(error('undecodable', path, 'is damaged: it ends too early or a part does not decode. Take it out.'))
  const { width, height } = seen
  if (Math.min(width, height) < LEAST_SIDE)
    found.push(
      error(
        'too-small',
        path,
        `is ${width} × ${height} px: a side below ${LEAST_SIDE} px cannot be trained on. Take it out.`,
      ),
    )
  else if (Math.min(width, height) < 512)
    found.push(warning('small', path, `is ${width} × ${height} px: below 512 px it teaches blur.`))
  if (seen.orientation !== 1) {
    const detail = 'stands upright only by its EXIF orientation. Turn the pixels themselves.'
    found.push((rules.orientationIgnored ? error : warning)('orientation', path, detail))
  }
  if (seen.transparent && rules.alpha !== 'mask')
    found.push(warning('transparent', path, `is transparent, and ${rules.title} ${ALPHA[rules.alpha]}`))
  if (seen.space !== 'srgb' && seen.space !== 'b-w')
    found.push(warning('colours', path, `is in ${seen.space}, not sRGB: its colours may shift.`))
  return { found, image: { entry, stem: stemOf(name), size: { width, height } } }

  function lost(finding: Finding): OneImage {
    return { found: [...found, finding], image: null }
  }
}
