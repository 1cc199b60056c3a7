import { bucketStep } from '../../domain/bucket/trainer-cut.ts'
import type { CaptionRules } from './captions.ts'
import { type Check, type CheckOptions, error, type Finding } from './check.ts'
import { namedFolder, readToml } from './config-file.ts'
import { keyFindings, type Keys, type Table, tables, textOf } from './config-keys.ts'
import { cutFindings } from './cuts.ts'
import { checkList, hasList, maskFindings } from './diffusion-pipe-files.ts'
import { bucketsIn, sizeFindings } from './diffusion-pipe-sizes.ts'
import type { FolderEntry, TrainingFolder } from './folder.ts'
import { type BatchedDir, inBatches } from './diffusion-pipe-batches.ts'
import { checkImageDirs, checkNamedDir, type DirRules, joined } from './image-dir.ts'
import type { CheckedImage } from './images.ts'

const TITLE = 'diffusion-pipe'
const IGNORED = `${TITLE} silently ignores it`

const SHARED: Keys = {
  resolutions: 'any',
  enable_ar_bucket: 'bool',
  min_ar: 'number',
  max_ar: 'number',
  num_ar_buckets: 'int',
  ar_buckets: 'any',
  size_buckets: 'any',
  frame_buckets: 'ints',
  num_repeats: 'number',
  shuffle_tags: 'bool',
  cache_shuffle_num: 'int',
  cache_shuffle_delimiter: 'string',
  caption_prefix: 'string',
  skip_empty_caption: 'bool',
  online_captions: 'bool',
  shuffle_metadata: 'bool',
}
const OWN: Keys = { path: 'string', mask_path: 'string', control_path: 'string', default_mask_file: 'string' }
const TOP: Keys = { directory: 'any', grid_dataset: 'bool', subsample_ratio: 'number' }

const CAPTIONS: CaptionRules = {
  title: TITLE,
  extension: '.txt',
  missing: { consequence: `${TITLE} leaves the image out`, lost: true, severity: 'error' },
  empty: 'it is trained without a caption',
  lines: { consequence: 'the text is trained with its line ends', severity: 'warning' },
  placeholders: false,
}

/** Files that it skips; it opens every other file as an image. Its test is case-sensitive. */
const KNOWN_OTHERS = /\.(?:txt|npz|json|parquet|bak|db)$/
const IMAGES = /\.(?:jpe?g|png|webp|bmp|gif|tiff?|avif|jp2|jxl|tga|jfif)$/i

const DIR: DirRules = {
  images: { title: TITLE, extensions: null, mixedCaseLost: false, orientationIgnored: true, alpha: 'white' },
  captions: CAPTIONS,
  recursive: false,
  others: ({ path, name }: FolderEntry) =>
    KNOWN_OTHERS.test(name) || IMAGES.test(name) || name.startsWith('.')
      ? null
      : error('stray-file', path, `is no image, and ${TITLE} opens it as one. Take it out of the folder.`),
  hiddenRead: true,
}

const NO_LIST = { findings: [], trained: null } as const

export const checkDiffusionPipe: Check = async (folder, options) => {
  const { config, findings } = await readToml(folder, 'directory')
  if (!config) return joined(await checkImageDirs(folder, DIR, options), findings)
  const { file, table } = config
  const found: Finding[] = [...findings, ...keyFindings(table, { ...SHARED, ...TOP }, file, 'the top', IGNORED)]
  const directories = tables(table['directory'])
  if (directories.length === 0)
    found.push(error('config-empty', file, 'has no [[directory]]: there is nothing to train on.'))
  const parts: BatchedDir[] = []
  for (const [n, directory] of directories.entries()) {
    const where = `[[directory]] ${n + 1}`
    found.push(...keyFindings(directory, { ...SHARED, ...OWN }, file, where, IGNORED))
    for (const finding of sizeFindings(directory, table, file, where))
      // A finding at the top is reported once.
      if (!found.some(({ detail }) => detail === finding.detail)) found.push(finding)
    parts.push(await checkDirectory(folder, directory, table, { file, where }, options))
  }
  const { dirs, findings: ofBatches } = inBatches(parts, file, options.batchSize ?? 1)
  return joined(dirs, [...found, ...ofBatches])
}

async function checkDirectory(
  folder: TrainingFolder,
  directory: Table,
  table: Table,
  at: { readonly file: string; readonly where: string },
  options: CheckOptions,
): Promise<BatchedDir> {
  const found: Finding[] = []
  const repeats = Number(directory['num_repeats'] ?? table['num_repeats'] ?? 1)
  const path = textOf([directory], 'path')
  if (path === null)
    return {
      findings: [error('config-key', at.file, `${at.where} has no path: ${TITLE} stops.`)],
      images: 0,
      trained: [],
      keyOf: null,
      repeats,
    }
  if (!(repeats > 0)) found.push(error('config-repeats', at.file, `${at.where}: num_repeats must be above 0.`))
  for (const key of ['mask_path', 'control_path']) {
    const named = textOf([directory], key)
    if (named !== null && !(await namedFolder(folder, named)))
      found.push(error('folder-missing', at.file, `${at.where}: there is no folder ${named}: ${TITLE} stops.`))
  }
  const skip = (directory['skip_empty_caption'] ?? table['skip_empty_caption']) !== false
  const captions = skip
    ? CAPTIONS
    : {
        ...CAPTIONS,
        missing: { consequence: 'it is trained without a caption', lost: false, severity: 'error' as const },
      }
  const listed = await hasList(folder, path)
  const inFolder = await checkNamedDir(
    folder,
    path,
    { ...at, missing: `${TITLE} stops` },
    DIR,
    options,
    listed ? null : captions,
  )
  const { findings, trained } = listed ? await checkList(folder, path, inFolder.trained) : NO_LIST
  const own = trained === null ? inFolder : { ...inFolder, trained }
  found.push(...findings)
  const masks = textOf([directory], 'mask_path')
  if (masks !== null) found.push(...(await maskFindings(folder, masks, own.trained, options)))
  const buckets = bucketsIn(directory, table, bucketStep('diffusion-pipe', options.baseModel))
  const cuts = buckets === null ? [] : cutFindings(own.trained, TITLE, buckets.cut)
  // A list may give an image several captions, each of which counts, and so does each shuffling of its tags.
  const isPlain = !listed && Number(directory['cache_shuffle_num'] ?? table['cache_shuffle_num'] ?? 0) <= 1
  const keyOf = buckets && isPlain ? ({ size }: CheckedImage) => buckets.keyOf(size) : null
  return { ...own, findings: [...found, ...own.findings, ...cuts], keyOf, repeats }
}
