import { resolve } from 'node:path'
import { type CaptionRules, wordFindings } from './captions.ts'
import { type CheckOptions, error, type Finding, warning } from './check.ts'
import { openFiles, type TrainingFolder } from './folder.ts'
import type { CheckedDir } from './image-dir.ts'
import { checkImages, type ImageRules } from './images.ts'

/** An image of a list; the caption is undefined when there is none. */
export interface ListedImage {
  readonly path: string
  readonly caption: unknown
}

export interface ListRules {
  readonly images: ImageRules
  /** Rules as for captions beside images; null when captions are not checked. */
  readonly captions: CaptionRules | null
  /** Effect of a row whose file does not exist, as a clause. */
  readonly noFile: string
}

const SAY = { error, warning } as const

/** Checks images and captions of a list, wherever the images are. `list`: its file name, for findings. */
export async function checkListed(
  folder: TrainingFolder,
  list: string,
  rows: readonly ListedImage[],
  { images: imageRules, captions, noFile }: ListRules,
  options: CheckOptions,
): Promise<CheckedDir> {
  // One spelling for each file, however the list writes its path.
  const captionOf = new Map(rows.map(({ path, caption }) => [resolve(folder.root, path), caption]))
  const { listed, missing } = await openFiles(folder.root, [...captionOf.keys()])
  const { images, all, findings } = await checkImages(listed, listed.files, imageRules, options)
  const found: Finding[] = [
    ...missing.map((file) => error('list-file', list, `names ${file}, which is not there: ${noFile}.`)),
    // Each image has its own caption, so equal stems do no harm.
    ...findings.filter(({ rule }) => rule !== 'same-stem'),
  ]
  for (const { entry } of images) {
    if (!captions) break
    const caption = captionOf.get(resolve(folder.root, entry.path))
    found.push(...listedFindings(caption, { list, file: entry.path }, captions, options.trigger))
  }
  if (rows.length === 0) found.push(error('no-images', list, 'names no image.'))
  return { findings: found, images: all, trained: images }
}

function listedFindings(
  caption: unknown,
  { list, file }: { readonly list: string; readonly file: string },
  rules: CaptionRules,
  trigger: string | null,
): readonly Finding[] {
  const { missing, empty, lines } = rules
  if (typeof caption !== 'string')
    return missing
      ? [SAY[missing.severity]('caption-missing', file, `has no caption in ${list}: ${missing.consequence}.`)]
      : []
  if (caption.trim() === '')
    return [
      SAY[empty === null ? 'warning' : 'error'](
        'caption-empty',
        file,
        `has an empty caption in ${list}: ${empty ?? 'it is trained without one'}. Write one.`,
      ),
    ]
  const found = [...wordFindings(caption, file, rules, trigger)]
  if (/[\r\n]/.test(caption.trim()))
    found.push(SAY[lines.severity]('caption-lines', file, `has several lines in ${list}: ${lines.consequence}.`))
  return found
}
