import { resolve } from 'node:path'
import { type CaptionRules, wordFindings } from './captions.ts'
import { type CheckOptions, error, type Finding, warning } from './check.ts'
import { openFiles, type TrainingFolder } from './folder.ts'
import type { CheckedDir } from './image-dir.ts'
import { checkImages, type ImageRules } from './images.ts'

/** An image as a list names it; undefined: it gives no caption. */
export interface ListedImage {
  readonly path: string
  readonly caption: unknown
}

export interface ListRules {
  readonly images: ImageRules
  /** As for captions that lie beside images; null: what they say does not matter. */
  readonly captions: CaptionRules | null
  /** What becomes of a row whose file is not there, a clause. */
  readonly noFile: string
}

const SAY = { error, warning } as const

/** Images and captions that come from a list, wherever the images lie. `list`: its file, for what is wrong with it. */
export async function checkListed(
  folder: TrainingFolder,
  list: string,
  rows: readonly ListedImage[],
  { images: imageRules, captions, noFile }: ListRules,
  options: CheckOptions,
): Promise<CheckedDir> {
  // One spelling for each file, however the list writes its way there.
  const captionOf = new Map(rows.map(({ path, caption }) => [resolve(folder.root, path), caption]))
  const { listed, missing } = await openFiles(folder.root, [...captionOf.keys()])
  const { images, all, findings } = await checkImages(listed, listed.files, imageRules, options)
  const found: Finding[] = [
    ...missing.map((file) => error('list-file', list, `names ${file}, which is not there: ${noFile}.`)),
    // Each has its own caption, whatever the others are called.
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
