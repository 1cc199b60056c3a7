import { downTo, type Size, upTo } from '../../domain/bucket/cut.ts'
import { kohyaCut } from '../../domain/bucket/kohya.ts'
import { type BaseModel, modelFor } from '../../domain/training/trainer.ts'
import type { CaptionRules } from './captions.ts'
import { type Check, type CheckOptions, error, type Finding, warning } from './check.ts'
import { readTomlOrJson, under } from './config-file.ts'
import { flagOf, intOf, keyFindings, type Keys, sizeOf, type Table, tables, textOf } from './config-keys.ts'
import { cutFindings } from './cuts.ts'
import { datasetsIn } from './datasets.ts'
import { openTrainingFolder, type TrainingFolder } from './folder.ts'
import { type CheckedDir, checkImageDir, checkNamedDir, type DirRules, joined } from './image-dir.ts'

const TITLE = 'sd-scripts'

const SUBSET_SHARED: Keys = {
  color_aug: 'bool',
  face_crop_aug_range: 'any',
  flip_aug: 'bool',
  num_repeats: 'int',
  random_crop: 'bool',
  shuffle_caption: 'bool',
  keep_tokens: 'int',
  keep_tokens_separator: 'string',
  caption_separator: 'string',
  secondary_separator: 'string',
  enable_wildcard: 'bool',
  token_warmup_min: 'int',
  token_warmup_step: 'number',
  caption_prefix: 'string',
  caption_suffix: 'string',
  caption_dropout_every_n_epochs: 'int',
  caption_dropout_rate: 'number',
  caption_tag_dropout_rate: 'number',
  caption_extension: 'string',
  class_tokens: 'string',
  cache_info: 'bool',
  resize_interpolation: 'string',
}
const SUBSET_OWN: Keys = {
  image_dir: 'string',
  is_reg: 'bool',
  alpha_mask: 'bool',
  metadata_file: 'string',
  conditioning_data_dir: 'string',
  custom_attributes: 'any',
}
const DATASET_SHARED: Keys = {
  batch_size: 'int',
  bucket_no_upscale: 'bool',
  bucket_reso_steps: 'int',
  enable_bucket: 'bool',
  max_bucket_reso: 'int',
  min_bucket_reso: 'int',
  resolution: 'size',
  network_multiplier: 'float',
  validation_split: 'float',
  validation_seed: 'int',
  skip_image_resolution: 'size',
}
const STOPS = `${TITLE} stops at it`
/** Steps in px that `verify_bucket_reso_steps` of each script requires; `MOST_ASK` for models not listed. */
const LEAST_STEP: Readonly<Partial<Record<BaseModel, number>>> = { sd15: 64 }
const MOST_ASK = 32
/** Smallest step of any script: that of Anima, which no base model here uses. */
const ANY_ASKS = 16

const CAPTIONS: CaptionRules = {
  title: TITLE,
  extension: '.txt',
  missing: { consequence: 'it is trained on the class tokens alone', lost: false, severity: 'error' },
  empty: `${TITLE} stops at it`,
  lines: { consequence: `${TITLE} reads the first line only`, severity: 'error' },
  placeholders: false,
}

const DIR: DirRules = {
  images: {
    title: TITLE,
    extensions: ['png', 'jpg', 'jpeg', 'webp', 'bmp'],
    mixedCaseLost: true,
    orientationIgnored: true,
    alpha: 'dropped',
  },
  captions: CAPTIONS,
  recursive: false,
  others: null,
}

export const checkKohya: Check = async (folder, options) => {
  const { config, findings } = await readTomlOrJson(folder, 'datasets')
  if (!config) return joined(await folderMode(folder, options), findings)
  const { file } = config
  const { general, datasets, findings: top } = datasetsIn(config, { ...DATASET_SHARED, ...SUBSET_SHARED }, STOPS)
  const found: Finding[] = [...findings, ...top]
  const parts: CheckedDir[] = []
  for (const [n, dataset] of datasets.entries()) {
    const where = `[[datasets]] ${n + 1}`
    const { subsets: _, ...own } = dataset
    found.push(...keyFindings(own, { ...DATASET_SHARED, ...SUBSET_SHARED }, file, where, STOPS))
    found.push(...sizeFindings([dataset, general], { file, where }, options.baseModel))
    const subsets = tables(dataset['subsets'])
    if (subsets.length === 0)
      found.push(error('config-empty', file, `${where} has no subsets: there is nothing to train on.`))
    const seen = new Set<string>()
    for (const [m, subset] of subsets.entries()) {
      const at = `${where}, subset ${m + 1}`
      found.push(...keyFindings(subset, { ...SUBSET_SHARED, ...SUBSET_OWN }, file, at, STOPS))
      const dir = textOf([subset], 'image_dir')
      if (dir === null) {
        found.push(error('config-key', file, `${at} has no image_dir: ${STOPS}.`))
        continue
      }
      if (seen.has(dir)) found.push(error('config-twice', file, `${at} names ${dir} again: it is ignored.`))
      seen.add(dir)
      parts.push(await checkSubset(folder, dir, [subset, dataset, general], { file, where: at }, options))
    }
  }
  return joined(parts, found)
}

/** Returns the bucket sides as sd-scripts rounds them to its steps (`adjust_min_max_bucket_reso_by_steps`). */
function bucketsOf(order: readonly Table[]) {
  const step = Math.max(1, intOf(order, 'bucket_reso_steps', 64))
  return {
    min: downTo(intOf(order, 'min_bucket_reso', 256), step),
    max: upTo(intOf(order, 'max_bucket_reso', 1024), step),
    step,
    noUpscale: flagOf(order, 'bucket_no_upscale'),
  }
}

function sizeFindings(
  order: readonly Table[],
  { file, where }: { readonly file: string; readonly where: string },
  baseModel: BaseModel | undefined,
): readonly Finding[] {
  const size = sizeOf(order, 'resolution')
  if (!size)
    return [
      error('config-resolution', file, `${where} has no resolution: ${TITLE} stops unless --resolution is given.`),
    ]
  if (!flagOf(order, 'enable_bucket')) return []
  const { min, max, step } = bucketsOf(order)
  // The configuration does not say for which script it is.
  const least = baseModel === undefined ? ANY_ASKS : (LEAST_STEP[modelFor('kohya', baseModel)] ?? MOST_ASK)
  const found: string[] = []
  // Both limits apply with bucket_no_upscale as well, which ignores them only after this check.
  if (min > Math.min(size.width, size.height)) found.push(`min_bucket_reso ${min} is above the resolution`)
  if (max < Math.max(size.width, size.height)) found.push(`max_bucket_reso ${max} is below the resolution`)
  if (step % least !== 0) found.push(`bucket_reso_steps ${step} is no multiple of ${least}`)
  const stops = found.map((what) => error('config-buckets', file, `${where}: ${what}: ${STOPS}.`))
  if (step % least !== 0 || step % Math.max(least, MOST_ASK) === 0) return stops
  const few = `${where}: bucket_reso_steps ${step} is taken by few scripts of ${TITLE}: most stop unless it is a multiple of ${MOST_ASK}.`
  return [...stops, warning('config-buckets', file, few)]
}

async function checkSubset(
  folder: TrainingFolder,
  dir: string,
  order: readonly Table[],
  at: { readonly file: string; readonly where: string },
  options: CheckOptions,
): Promise<CheckedDir> {
  const found: Finding[] = []
  if (intOf(order, 'num_repeats', 1) < 1)
    found.push(
      error('config-repeats', at.file, `${at.where}: num_repeats must be 1 or more: ${TITLE} leaves the folder out.`),
    )
  const extension = textOf(order, 'caption_extension') ?? '.caption'
  if (textOf(order, 'caption_extension') === null)
    found.push(
      warning(
        'config-captions',
        at.file,
        `${at.where}: without caption_extension = ".txt", ${TITLE} reads .caption files.`,
      ),
    )
  const reg = flagOf(order, 'is_reg')
  const captions = { ...CAPTIONS, extension, wildcards: flagOf(order, 'enable_wildcard') }
  const missing = `${TITLE} only warns, and trains on nothing`
  const own = await checkNamedDir(
    folder,
    dir,
    { ...at, missing },
    flagOf(order, 'alpha_mask') ? { ...DIR, images: { ...DIR.images, alpha: 'mask' } } : DIR,
    reg ? { ...options, trigger: null } : options,
    reg ? null : captions,
  )
  return { ...own, findings: [...found, ...own.findings, ...cutsOf(own, order)] }
}

function cutsOf(own: CheckedDir, order: readonly Table[]): readonly Finding[] {
  const resolution = sizeOf(order, 'resolution')
  if (!resolution) return []
  if (!flagOf(order, 'enable_bucket'))
    return own.trained
      .filter(({ size }) => size.width !== resolution.width || size.height !== resolution.height)
      .map(({ entry, size }) =>
        error(
          'config-buckets',
          entry.path,
          `is ${size.width} × ${size.height} px, and without enable_bucket = true ${TITLE} takes ${resolution.width} × ${resolution.height} alone.`,
        ),
      )
  const cut = (image: Size) => kohyaCut(image, { resolution, ...bucketsOf(order) })
  return cutFindings(own.trained, TITLE, cut)
}

/** Checks a folder for `--train_data_dir`: sub-folders `{repeats}_{class tokens}`; any other is skipped. */
async function folderMode(folder: TrainingFolder, options: CheckOptions): Promise<readonly CheckedDir[]> {
  const tops = folder.dirs.filter((dir) => !dir.includes('/'))
  const parts: CheckedDir[] = []
  for (const dir of tops) {
    const [before = ''] = dir.split('_')
    const repeats = /^\s*[+-]?\d+\s*$/.test(before) ? Number(before) : Number.NaN
    if (repeats >= 1) {
      const checked = await checkImageDir(await openTrainingFolder(`${folder.root}/${dir}`), DIR, options)
      parts.push({ ...checked, findings: under(dir, checked.findings) })
    } else if (folder.files.some((entry) => entry.dir === dir)) {
      const why = Number.isNaN(repeats) ? 'does not begin with a number and “_”' : `asks for ${repeats} repeats`
      parts.push({
        findings: [error('folder-name', dir, `${why}: ${TITLE} passes it over. Name it such as 10_${dir}.`)],
        images: 0,
        trained: [],
      })
    }
  }
  if (parts.every(({ trained }) => trained.length === 0))
    parts.push({
      findings: [
        error(
          'no-images',
          null,
          `There is no dataset.toml and no folder named such as 10_ohwx with images: ${TITLE} finds nothing to train on.`,
        ),
      ],
      images: 0,
      trained: [],
    })
  return parts
}
