import { resolve } from 'node:path'
import { aiToolkitCut } from '../../domain/bucket/ai-toolkit.ts'
import { bucketStep } from '../../domain/bucket/trainer-cut.ts'
import { messageOf } from '../../domain/error.ts'
import type { CaptionRules } from './captions.ts'
import { type Check, type CheckOptions, error, type Finding, warning } from './check.ts'
import { configFiles, jsonOf, namedFolder } from './config-file.ts'
import { isTable, type Table, tables } from './config-keys.ts'
import { cutFindings } from './cuts.ts'
import { readEntry, type TrainingFolder } from './folder.ts'
import { AI_TOOLKIT_KEYS } from './ai-toolkit-keys.ts'
import { type CheckedDir, checkImageDirs, checkNamedDir, type DirRules, joined } from './image-dir.ts'
import type { ImageRules } from './images.ts'
import { checkListed, type ListRules } from './listed-images.ts'

const TITLE = 'ai-toolkit'

const CAPTIONS: CaptionRules = {
  title: TITLE,
  extension: '.txt',
  missing: {
    consequence: 'it is trained without a caption, unless default_caption is set',
    lost: false,
    severity: 'error',
  },
  empty: 'it is trained without a caption',
  lines: { consequence: 'the text is trained with its line ends', severity: 'warning' },
  placeholders: true,
}

const DIR: DirRules = {
  images: {
    title: TITLE,
    extensions: ['jpg', 'jpeg', 'png', 'webp'],
    mixedCaseLost: false,
    orientationIgnored: false,
    alpha: 'dropped',
  },
  captions: CAPTIONS,
  recursive: true,
  others: null,
}

const isReg = (dataset: Table): boolean => dataset['is_reg'] === true
const isNoReg = (dataset: Table): boolean => !isReg(dataset)

export const checkAiToolkit: Check = async (folder, options) => {
  const { config, file, findings } = await readConfig(folder)
  if (!config) return joined(await checkImageDirs(folder, DIR, options), findings)
  const found: Finding[] = [...findings]
  if (config['job'] === undefined)
    found.push(error('config-key', file, `has no job: ${TITLE} stops. Write job: extension.`))
  const inner = isTable(config['config']) ? config['config'] : {}
  if (typeof inner['name'] !== 'string' || inner['name'] === '')
    found.push(error('config-key', file, `has no config.name: ${TITLE} stops.`))
  const processes = tables(inner['process'])
  const parts: CheckedDir[] = []
  for (const [n, process] of processes.entries()) {
    const where = `process ${n + 1}`
    const datasets = tables(process['datasets'])
    if (datasets.length === 0)
      found.push(error('config-empty', file, `${where} has no datasets: there is nothing to train on.`))
    for (const [m, dataset] of datasets.entries())
      parts.push(await checkDataset(folder, dataset, process, { file, where: `${where}, dataset ${m + 1}` }, options))
    // Regularisation data sets are loaded separately.
    if ([isReg, isNoReg].some((own) => new Set(datasets.filter(own).map(({ buckets = true }) => buckets)).size > 1))
      found.push(error('config-buckets', file, `${where} has datasets with buckets and without: ${TITLE} stops.`))
  }
  if (processes.length === 0) found.push(error('config-empty', file, 'has no config.process: there is nothing to do.'))
  return joined(parts, found)
}

async function readConfig(folder: TrainingFolder) {
  const findings: Finding[] = []
  const { parse } = await import('yaml')
  for (const file of configFiles(folder, ['.yaml', '.yml', '.json', '.jsonc'], 'config.yaml')) {
    const text = (await folder.read(file)).toString('utf8')
    try {
      // PyYAML reads YAML 1.1, in which `yes` is true.
      const config: unknown = parse(text, { version: '1.1' })
      if (!isTable(config) || (config['config'] === undefined && config['job'] === undefined)) continue
      for (const [name] of text.matchAll(/\$\{[^}]*\}/g))
        findings.push(
          error(
            'config-variable',
            file,
            `holds ${name}: ${TITLE} stops unless that variable of the environment is set.`,
          ),
        )
      return { config, file, findings }
    } catch (cause) {
      findings.push(error('config-syntax', file, `is not YAML: ${messageOf(cause).split('\n')[0] ?? ''}.`))
    }
  }
  return { config: null, file: '', findings }
}

async function checkDataset(
  folder: TrainingFolder,
  dataset: Table,
  process: Table,
  at: { readonly file: string; readonly where: string },
  options: CheckOptions,
): Promise<CheckedDir> {
  const found: Finding[] = keysOf(dataset, at)
  // The second one wins where both are given (`AiToolkitDataset`).
  const path = dataset['dataset_path'] ?? dataset['folder_path']
  if (typeof path !== 'string')
    return {
      findings: [...found, error('config-key', at.file, `${at.where} has no folder_path.`)],
      images: 0,
      trained: [],
    }
  const trigger = dataset['trigger_word'] ?? process['trigger_word']
  const extension = typeof dataset['caption_ext'] === 'string' ? dataset['caption_ext'] : '.txt'
  const reg = isReg(dataset)
  const fallback = typeof dataset['default_caption'] === 'string'
  const captions: CaptionRules = {
    ...CAPTIONS,
    extension: extension.startsWith('.') ? extension : `.${extension}`,
    missing: fallback ? null : CAPTIONS.missing,
    emptyFilled: fallback,
    placeholders: typeof trigger === 'string',
  }
  const images: ImageRules = dataset['alpha_mask'] === true ? { ...DIR.images, alpha: 'mask' } : DIR.images
  // An empty caption of a list stays empty: the default applies only where none is given (`load_caption`).
  const listed: ListRules = {
    images,
    captions: reg ? null : captions,
    noFile: 'the image is left out',
  }
  // Regularisation captions need no trigger. Elsewhere ai-toolkit adds the word before a caption that lacks it, unless a longer word
  // contains it.
  const said = reg ? { ...options, trigger: null } : options
  const missing = `${TITLE} takes it for a file of captions and stops`
  const own =
    (await checkList(folder, path, listed, said)) ??
    (await checkNamedDir(folder, path, { ...at, missing }, { ...DIR, images }, said, reg ? null : captions))
  const masks = dataset['mask_path']
  if (typeof masks === 'string' && !(await namedFolder(folder, masks)))
    found.push(error('folder-missing', at.file, `${at.where}: there is no folder ${masks}: no image has its mask.`))
  const sides = [dataset['resolution'] ?? 512].flat().map(Number)
  const divisor = bucketStep('ai-toolkit', options.baseModel)
  const cuts = sides
    .filter((side) => side === Math.max(...sides))
    .flatMap((resolution) => cutFindings(own.trained, TITLE, (image) => aiToolkitCut(image, { resolution, divisor })))
  return { ...own, findings: [...found, ...own.findings, ...cuts] }
}

/** Checks a path that is not a folder but a JSON file: `{ "/path/of/image": { "caption": … } }`. Null when there is no such file. */
async function checkList(
  folder: TrainingFolder,
  path: string,
  rules: ListRules,
  options: CheckOptions,
): Promise<CheckedDir | null> {
  const bytes = await readEntry(resolve(folder.root, path)).catch(() => null)
  if (bytes === null) return null
  const { value, findings } = jsonOf(bytes, path)
  const rows = Object.entries(isTable(value) ? value : {}).map(([image, said]) => ({
    path: image,
    caption: isTable(said) ? said['caption'] : said,
  }))
  const own = await checkListed(folder, path, rows, rules, options)
  return { ...own, findings: [...findings, ...own.findings] }
}

function keysOf(dataset: Table, { file, where }: { readonly file: string; readonly where: string }): Finding[] {
  const found: Finding[] = []
  for (const [key, value] of Object.entries(dataset)) {
    if (!AI_TOOLKIT_KEYS.has(key))
      found.push(
        error('config-key', file, `${where}: ${key} is not a key of ${TITLE}: it is ignored. Check the spelling.`),
      )
    if (key === 'poi' && value !== null)
      found.push(error('config-key', file, `${where}: poi is no longer supported: ${TITLE} stops.`))
    if (key === 'type' && value !== 'image')
      found.push(error('config-value', file, `${where}: type must be image: ${TITLE} stops at any other.`))
    if (key === 'num_repeats' && !(Number.isInteger(value) && Number(value) >= 1))
      found.push(error('config-repeats', file, `${where}: num_repeats must be a whole number from 1.`))
  }
  const sides = [dataset['resolution'] ?? 512].flat()
  if (!sides.every((side) => Number.isInteger(side) && Number(side) >= 64))
    found.push(error('config-resolution', file, `${where}: resolution must be whole numbers of px.`))
  if (dataset['buckets'] === false)
    found.push(warning('config-buckets', file, `${where}: without buckets every image is cut to a square.`))
  return found
}
