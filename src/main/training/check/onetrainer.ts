import { oneTrainerCut } from '../../domain/bucket/fixed-ratios.ts'
import { bucketStep } from '../../domain/bucket/trainer-cut.ts'
import { modelFor, usualResolution } from '../../domain/training/trainer.ts'
import type { CaptionRules } from './captions.ts'
import { type Check, type CheckOptions, error, type Finding, warning } from './check.ts'
import { readList } from './config-file.ts'
import { isTable, type Table, tables } from './config-keys.ts'
import { cutFindings } from './cuts.ts'
import type { TrainingFolder } from './folder.ts'
import { type CheckedDir, checkImageDirs, checkNamedDir, type DirRules, joined } from './image-dir.ts'

const TITLE = 'OneTrainer'

/** Keys of a concept and their types; a value of another type silently becomes the default. */
const KEYS: Readonly<Record<string, 'text' | 'number' | 'flag' | 'table'>> = {
  __version: 'number',
  name: 'text',
  path: 'text',
  seed: 'number',
  enabled: 'flag',
  type: 'text',
  include_subdirectories: 'flag',
  image_variations: 'number',
  text_variations: 'number',
  balancing: 'number',
  balancing_strategy: 'text',
  loss_weight: 'number',
  image: 'table',
  text: 'table',
  concept_stats: 'table',
  // Read by `__filter_dpo_concepts` of `DataLoaderMgdsMixin.py`.
  dpo_chosen_pattern: 'text',
  dpo_rejected_pattern: 'text',
}
const TYPES = ['STANDARD', 'VALIDATION', 'PRIOR_PREDICTION']
const SOURCES = ['sample', 'concept', 'filename']

const CAPTIONS: CaptionRules = {
  title: TITLE,
  extension: '.txt',
  missing: { consequence: 'it is trained without a caption', lost: false, severity: 'error' },
  empty: 'it is trained without a caption',
  lines: { consequence: 'each line becomes a caption of its own', severity: 'error' },
  placeholders: false,
}

const DIR: DirRules = {
  images: {
    title: TITLE,
    extensions: ['bmp', 'jpg', 'jpeg', 'png', 'tif', 'tiff', 'webp', 'avif'],
    mixedCaseLost: false,
    orientationIgnored: false,
    alpha: 'dropped',
    notImages: /-(?:masklabel|condlabel)$/,
  },
  captions: CAPTIONS,
  recursive: false,
  others: null,
  hiddenRead: true,
}

export const checkOneTrainer: Check = async (folder, options) => {
  const { list, findings: unread } = await readList(folder, 'concepts.json', 'path')
  if (!list) return joined(await checkImageDirs(folder, DIR, options), unread)
  const { file, value, findings } = list
  const found: Finding[] = [...findings]
  if (findings.length === 0 && !Array.isArray(value))
    found.push(error('config-syntax', file, 'must be a list of concepts.'))
  const concepts = tables(value)
  if (Array.isArray(value) && concepts.length === 0)
    found.push(error('config-empty', file, 'lists no concept: there is nothing to train on.'))
  if ((await folder.read(file)).some((byte) => byte > 0x7f))
    found.push(
      warning(
        'config-encoding',
        file,
        `holds letters beyond ASCII: on Windows ${TITLE} reads them in the encoding of the system.`,
      ),
    )
  const parts: CheckedDir[] = []
  for (const [n, concept] of concepts.entries())
    parts.push(await checkConcept(folder, concept, { file, where: `concept ${n + 1}` }, options))
  if (concepts.length > 0 && parts.every(({ trained }) => trained.length === 0))
    found.push(error('no-images', file, 'leads to no image that would be trained.'))
  return joined(parts, found)
}

async function checkConcept(
  folder: TrainingFolder,
  concept: Table,
  at: { readonly file: string; readonly where: string },
  options: CheckOptions,
): Promise<CheckedDir> {
  const found = fieldFindings(concept, at)
  const path = concept['path']
  if (typeof path !== 'string' || path === '')
    return {
      findings: [...found, error('config-key', at.file, `${at.where} has no path: ${TITLE} stops.`)],
      images: 0,
      trained: [],
    }
  if (concept['enabled'] === false) return { findings: found, images: 0, trained: [] }
  const text = isTable(concept['text']) ? concept['text'] : {}
  const source = text['prompt_source'] ?? 'sample'
  const captioned = source === 'sample' && concept['type'] !== 'PRIOR_PREDICTION'
  const own = await checkNamedDir(
    folder,
    path,
    { ...at, missing: `${TITLE} stops` },
    { ...DIR, recursive: concept['include_subdirectories'] === true },
    captioned ? options : { ...options, trigger: null },
    captioned ? CAPTIONS : null,
  )
  const image = isTable(concept['image']) ? concept['image'] : {}
  // Without an override, the preset decides, which is not known here.
  const resolution =
    (image['enable_resolution_override'] === true && Number(image['resolution_override'])) ||
    usualResolution(modelFor('onetrainer', options.baseModel))
  const quantum = bucketStep('onetrainer', options.baseModel)
  const cuts = cutFindings(own.trained, TITLE, (size) => oneTrainerCut(size, { resolution, quantum }))
  const samples = Math.floor(own.trained.length * Number(concept['balancing'] ?? 1))
  if (concept['balancing_strategy'] !== 'SAMPLES' && own.trained.length > 0 && samples < 1)
    found.push(
      error('config-repeats', at.file, `${at.where}: balancing leaves no image of ${own.trained.length} in an epoch.`),
    )
  return { ...own, findings: [...found, ...own.findings, ...cuts] }
}

const IS: Readonly<Record<'text' | 'number' | 'flag' | 'table', (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  table: (value) => isTable(value),
}
const NAMES = { text: 'a text', number: 'a number', flag: 'true or false', table: 'an object' } as const

function fieldFindings(concept: Table, { file, where }: { readonly file: string; readonly where: string }): Finding[] {
  const found: Finding[] = []
  for (const [key, value] of Object.entries(concept)) {
    const type = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined
    if (type === undefined)
      found.push(error('config-key', file, `${where}: ${key} is not a key of a concept: ${TITLE} silently ignores it.`))
    else if (!IS[type](value))
      found.push(
        error('config-type', file, `${where}: ${key} must be ${NAMES[type]}: ${TITLE} takes its default instead.`),
      )
  }
  if (concept['__version'] !== 2)
    found.push(
      error('config-version', file, `${where} has no "__version": 2: ${TITLE} would migrate it from its oldest form.`),
    )
  const { type = 'STANDARD', balancing_strategy: strategy = 'REPEATS' } = concept
  if (!TYPES.some((each) => each === type))
    found.push(error('config-value', file, `${where}: type must be one of ${TYPES.join(', ')}.`))
  if (strategy !== 'REPEATS' && strategy !== 'SAMPLES')
    found.push(error('config-value', file, `${where}: balancing_strategy must be REPEATS or SAMPLES.`))
  const text = isTable(concept['text']) ? concept['text'] : {}
  if (!SOURCES.some((each) => each === (text['prompt_source'] ?? 'sample')))
    found.push(error('config-value', file, `${where}: text.prompt_source must be one of ${SOURCES.join(', ')}.`))
  return found
}
