import { error, type Finding, warning } from './check.ts'
import type { Table } from './config-keys.ts'
import { SIMPLETUNER_KEYS } from './simpletuner-keys.ts'

const TITLE = 'SimpleTuner'

const CHOICES: readonly (readonly [key: string, values: readonly string[]])[] = [
  ['crop_style', ['random', 'corner', 'center', 'centre', 'face']],
  ['crop_aspect', ['square', 'preserve', 'random', 'closest']],
  ['resolution_type', ['pixel', 'area', 'pixel_area']],
  ['caption_strategy', ['textfile', 'instanceprompt', 'filename', 'parquet', 'huggingface', 'csv', 'webshart']],
]

/** Returns findings for one backend on its own. */
export function backendFindings(backend: Table, file: string, where: string): readonly Finding[] {
  const found: Finding[] = []
  const wrong = (rule: string, detail: string) => found.push(error(rule, file, `${where}: ${detail}`))
  const { id, type, crop_aspect: aspect, crop_aspect_buckets: buckets, repeats = 0 } = backend
  const { caption_strategy: strategy, metadata_backend: meta } = backend
  if (typeof id !== 'string' || id === '') found.push(error('config-id', file, `${where} has no id: ${TITLE} stops.`))
  if (type === undefined) wrong('config-key', `it has no type: ${TITLE} stops. Write "type": "local".`)
  for (const key of Object.keys(backend))
    if (!SIMPLETUNER_KEYS.has(key)) wrong('config-key', `${key} is not a key of ${TITLE}: it is ignored.`)
  if (backend['disable_vae_cache'] !== undefined)
    found.push(
      warning('config-key', file, `${where}: newer versions stop at disable_vae_cache. Write vae_cache_disable.`),
    )
  for (const [key, values] of CHOICES)
    if (backend[key] !== undefined && !values.some((each) => each === backend[key]))
      wrong('config-value', `${key} must be one of ${values.join(', ')}.`)
  if ((aspect === 'random' || aspect === 'closest') && !(Array.isArray(buckets) && buckets.length > 0))
    wrong('config-value', `crop_aspect ${aspect} needs crop_aspect_buckets.`)
  if (strategy === 'parquet' && (meta === undefined || meta === 'discovery' || meta === 'json'))
    wrong('config-value', 'caption_strategy parquet needs metadata_backend parquet.')
  if (strategy === 'huggingface' && type !== 'huggingface')
    wrong('config-value', `caption_strategy huggingface needs type huggingface: ${TITLE} stops.`)
  if (!(Number.isInteger(repeats) && Number(repeats) >= 0))
    wrong('config-repeats', 'repeats must be a whole number from 0, which is once.')
  for (const detail of sizeFaults(backend)) wrong('config-value', detail)
  return found
}

/** Settings that SimpleTuner refuses from `TOO_LARGE` megapixels on (`init_backend_config` of `factory.py`). */
const LIMITED = ['maximum_image_size', 'target_downsample_size'] as const
const TOO_LARGE = 20
/** Smallest size in px with `resolution_type` `pixel`. */
const LEAST_SIDE = 512
/** Most plausible megapixels: SimpleTuner accepts more, but the value was probably meant as px. */
const MOST_MEGAPIXELS = [
  ['resolution', 20],
  ['minimum_image_size', 5],
] as const

function* sizeFaults(backend: Table): Generator<string> {
  // Without it `--resolution_type` applies, whose default is `pixel_area`.
  const { resolution_type: type = 'pixel_area', resolution } = backend
  if (backend['maximum_image_size'] && !backend['target_downsample_size'])
    yield 'maximum_image_size needs target_downsample_size.'
  if (type === 'pixel_area' && resolution !== undefined && !Number.isInteger(resolution))
    yield `with resolution_type pixel_area, resolution must be a whole number of px: ${TITLE} stops.`
  for (const key of LIMITED) {
    const size = Number(backend[key] ?? 0)
    const megapixels = type === 'area' ? size : type === 'pixel_area' ? size ** 2 / 1e6 : 0
    if (megapixels >= TOO_LARGE)
      yield type === 'area'
        ? `with resolution_type area, ${key} counts megapixels and must be below ${TOO_LARGE}: ${TITLE} stops.`
        : `${key} ${size} px squared must be below ${TOO_LARGE} megapixels: ${TITLE} stops.`
    if (type === 'pixel' && size > 0 && size < LEAST_SIDE)
      yield `with resolution_type pixel, ${key} counts px and must be ${LEAST_SIDE} or more: ${TITLE} stops.`
  }
  if (type !== 'area') return
  for (const [key, most] of MOST_MEGAPIXELS)
    if (Number(backend[key] ?? 0) > most)
      yield `with resolution_type area, ${key} counts megapixels and must be at most ${most}.`
}
