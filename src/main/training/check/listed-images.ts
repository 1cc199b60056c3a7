import { isAbsolute, resolve } from 'node:path'
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
  readonly captions: Pick<CaptionRules, 'title' | 'placeholders'>
  /** What becomes of a row whose file is not there, and of one without a caption: clauses. */
  readonly noFile: string
  readonly noCaption: string
}

/** Images and captions that come from a list, wherever the images lie. `list`: its file, for what is wrong with it. */
export async function checkListed(
  folder: TrainingFolder,
  list: string,
  rows: readonly ListedImage[],
  { images: imageRules, captions, noFile, noCaption }: ListRules,
  options: CheckOptions,
): Promise<CheckedDir> {
  const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(folder.root, path))
  const captionOf = new Map(rows.map(({ path, caption }) => [absolute(path), caption]))
  const { listed, missing } = await openFiles(folder.root, [...captionOf.keys()])
  const { images, all, findings } = await checkImages(listed, listed.files, imageRules, options)
  const found: Finding[] = [
    ...missing.map((file) => error('list-file', list, `names ${file}, which is not there: ${noFile}.`)),
    // Each has its own caption, whatever the others are called.
    ...findings.filter(({ rule }) => rule !== 'same-stem'),
  ]
  for (const { entry } of images) {
    const caption = captionOf.get(resolve(folder.root, entry.path))
    if (typeof caption !== 'string')
      found.push(error('caption-missing', entry.path, `has no caption in ${list}: ${noCaption}.`))
    else if (caption.trim() === '')
      found.push(error('caption-empty', entry.path, `has an empty caption in ${list}. Write one.`))
    else {
      found.push(...wordFindings(caption, entry.path, captions, options.trigger))
      if (/[\r\n]/.test(caption.trim()))
        found.push(warning('caption-lines', entry.path, `has several lines in ${list}.`))
    }
  }
  if (rows.length === 0) found.push(error('no-images', list, 'names no image.'))
  return { findings: found, images: all, trained: images }
}
