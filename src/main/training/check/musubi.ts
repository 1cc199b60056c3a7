import { musubiCut } from '../../domain/bucket/musubi.ts'
import { bucketStep } from '../../domain/bucket/trainer-cut.ts'
import type { CaptionRules } from './captions.ts'
import { type Check, type CheckOptions, error, type Finding } from './check.ts'
import { readJsonl, readTomlOrJson } from './config-file.ts'
import { flagOf, intOf, keyFindings, type Keys, sizeOf, type Table, textOf } from './config-keys.ts'
import { cutFindings } from './cuts.ts'
import { datasetsIn } from './datasets.ts'
import type { TrainingFolder } from './folder.ts'
import { type CheckedDir, checkImageDirs, checkNamedDir, type DirRules, joined } from './image-dir.ts'
import { checkListed, type ListRules } from './listed-images.ts'

const TITLE = 'musubi-tuner'
const STOPS = `${TITLE} stops at it`

const SHARED: Keys = {
  caption_extension: 'string',
  batch_size: 'int',
  num_repeats: 'int',
  resolution: 'size',
  enable_bucket: 'bool',
  bucket_no_upscale: 'bool',
  skip_corrupted_cache: 'bool',
}
const OWN: Keys = {
  image_directory: 'string',
  image_jsonl_file: 'string',
  cache_directory: 'string',
  control_directory: 'string',
  multiple_target: 'bool',
  fp_latent_window_size: 'int',
  fp_1f_clean_indices: 'ints',
  fp_1f_target_index: 'int',
  fp_1f_no_post: 'bool',
  no_resize_control: 'bool',
  control_resolution: 'size',
  flux_kontext_no_resize_control: 'bool',
  qwen_image_edit_no_resize_control: 'bool',
  qwen_image_edit_control_resolution: 'size',
}

const CAPTIONS: CaptionRules = {
  title: TITLE,
  extension: '.txt',
  missing: { consequence: `${TITLE} silently leaves the image out`, lost: true, severity: 'error' },
  empty: null,
  lines: { consequence: 'the text is trained with its line ends', severity: 'warning' },
  placeholders: false,
}

const DIR: DirRules = {
  images: {
    title: TITLE,
    extensions: ['png', 'jpg', 'jpeg', 'webp', 'bmp', 'avif'],
    mixedCaseLost: true,
    orientationIgnored: true,
    alpha: 'dropped',
  },
  captions: CAPTIONS,
  recursive: false,
  others: null,
}

const LISTED: ListRules = {
  images: DIR.images,
  captions: { ...CAPTIONS, missing: { consequence: `${TITLE} stops`, lost: false, severity: 'error' } },
  noFile: `${TITLE} stops`,
}

export const checkMusubi: Check = async (folder, options) => {
  const { config, findings } = await readTomlOrJson(folder, 'datasets')
  if (!config) return joined(await checkImageDirs(folder, DIR, options), findings)
  const { file } = config
  const { general, datasets, findings: top } = datasetsIn(config, SHARED, STOPS)
  const found: Finding[] = [...findings, ...top]
  const caches = new Map<string, number>()
  const parts: CheckedDir[] = []
  for (const [n, dataset] of datasets.entries()) {
    const where = `[[datasets]] ${n + 1}`
    found.push(...keyFindings(dataset, { ...SHARED, ...OWN }, file, where, STOPS))
    const dir = textOf([dataset], 'image_directory')
    const cache = textOf([dataset], 'cache_directory') ?? dir
    if (cache !== null) {
      const other = caches.get(cache)
      if (other !== undefined)
        found.push(
          error(
            'config-cache',
            file,
            `${where} shares the cache of [[datasets]] ${other}: ${STOPS}. Give each a cache_directory of its own.`,
          ),
        )
      caches.set(cache, n + 1)
    }
    const list = textOf([dataset], 'image_jsonl_file')
    if (list !== null) {
      if (textOf([dataset], 'cache_directory') === null)
        found.push(error('config-cache', file, `${where}: image_jsonl_file needs a cache_directory.`))
      parts.push(await checkList(folder, list, [dataset, general], { file, where }, options))
      continue
    }
    if (dir === null) {
      found.push(error('config-key', file, `${where} has no image_directory: there is nothing to train on.`))
      continue
    }
    parts.push(await checkDataset(folder, dir, [dataset, general], { file, where }, options))
  }
  return joined(parts, found)
}

interface Place {
  readonly file: string
  readonly where: string
}

/** Returns findings that do not depend on where the images come from. */
function settingFindings(order: readonly Table[], { file, where }: Place): readonly Finding[] {
  const found: Finding[] = []
  if (intOf(order, 'num_repeats', 1) < 1)
    found.push(error('config-repeats', file, `${where}: num_repeats must be 1 or more.`))
  if (!sizeOf(order, 'resolution'))
    found.push(error('config-resolution', file, `${where} has no resolution: ${TITLE} would train at 960 × 544.`))
  if (!flagOf(order, 'enable_bucket'))
    found.push(error('config-buckets', file, `${where}: without enable_bucket = true every image is cut to one shape.`))
  return found
}

function cutsOf(own: CheckedDir, order: readonly Table[], { baseModel }: CheckOptions): readonly Finding[] {
  const resolution = sizeOf(order, 'resolution')
  if (!resolution) return []
  const noUpscale = flagOf(order, 'bucket_no_upscale')
  const step = bucketStep('musubi', baseModel)
  return cutFindings(own.trained, TITLE, (image) => musubiCut(image, { resolution, step, noUpscale }))
}

/** Checks a dataset whose `image_jsonl_file` lists each image with its caption. */
async function checkList(
  folder: TrainingFolder,
  list: string,
  order: readonly Table[],
  at: Place,
  options: CheckOptions,
): Promise<CheckedDir> {
  const { rows, findings } = await readJsonl(folder.root, list)
  if (!rows) {
    const none = error('folder-missing', at.file, `${at.where}: there is no file ${list}: ${TITLE} stops.`)
    return { findings: [none], images: 0, trained: [] }
  }
  const images = rows.flatMap((row) => {
    const path = row['image_path'] ?? row['image_path_0']
    return typeof path === 'string' ? [{ path, caption: row['caption'] }] : []
  })
  const nameless =
    images.length < rows.length ? [error('list-row', list, `has a line without image_path: ${TITLE} stops.`)] : []
  const own = await checkListed(folder, list, images, LISTED, options)
  const found = [...findings, ...nameless, ...settingFindings(order, at)]
  return { ...own, findings: [...found, ...own.findings, ...cutsOf(own, order, options)] }
}

async function checkDataset(
  folder: TrainingFolder,
  dir: string,
  order: readonly Table[],
  at: Place,
  options: CheckOptions,
): Promise<CheckedDir> {
  const found: Finding[] = [...settingFindings(order, at)]
  const extension = textOf(order, 'caption_extension')
  if (extension === null)
    found.push(
      error(
        'config-captions',
        at.file,
        `${at.where} has no caption_extension: ${TITLE} stops. Write caption_extension = ".txt".`,
      ),
    )
  const missing = `${TITLE} trains on nothing and says nothing`
  const own = await checkNamedDir(folder, dir, { ...at, missing }, DIR, options, {
    ...CAPTIONS,
    extension: extension ?? '.txt',
  })
  return { ...own, findings: [...found, ...own.findings, ...cutsOf(own, order, options)] }
}
