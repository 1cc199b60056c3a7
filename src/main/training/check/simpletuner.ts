import { simpleTunerCut } from '../../domain/bucket/simpletuner.ts'
import { area, ratio, type Size } from '../../domain/bucket/cut.ts'
import type { CaptionRules } from './captions.ts'
import { type Check, type CheckOptions, error, type Finding } from './check.ts'
import { readList } from './config-file.ts'
import { type Table, tables } from './config-keys.ts'
import { byBucket, cutFindings } from './cuts.ts'
import type { TrainingFolder } from './folder.ts'
import { type CheckedDir, checkImageDirs, checkNamedDir, type DirRules, joined } from './image-dir.ts'
import { backendFindings } from './simpletuner-backend.ts'

const TITLE = 'SimpleTuner'

const CAPTIONS: CaptionRules = {
  title: TITLE,
  extension: '.txt',
  missing: { consequence: `${TITLE} stops`, lost: false, severity: 'error' },
  empty: 'it is trained without a caption',
  lines: { consequence: 'each line becomes a caption of its own', severity: 'error' },
  placeholders: false,
}

const DIR: DirRules = {
  images: { title: TITLE, extensions: null, mixedCaseLost: false, orientationIgnored: false, alpha: 'dropped' },
  captions: CAPTIONS,
  recursive: true,
  others: null,
  hiddenRead: true,
}

export const checkSimpleTuner: Check = async (folder, options) => {
  const { list, findings: unread } = await readList(folder, 'multidatabackend.json', 'id')
  if (!list) return joined(await checkImageDirs(folder, DIR, options), unread)
  const { file, value, findings } = list
  const found: Finding[] = [...findings]
  if (findings.length === 0 && !Array.isArray(value))
    found.push(error('config-syntax', file, 'must be a list of backends.'))
  const backends = tables(value).filter(({ disabled, disable }) => disabled !== true && disable !== true)
  if (Array.isArray(value)) found.push(...listFindings(backends, file))
  const parts: CheckedDir[] = []
  for (const [n, backend] of backends.entries()) {
    const where = typeof backend['id'] === 'string' ? `“${backend['id']}”` : `backend ${n + 1}`
    found.push(...backendFindings(backend, file, where))
    if (isImages(backend) && (backend['type'] ?? 'local') === 'local')
      parts.push(await checkBackend(folder, backend, { file, where }, options))
  }
  return joined(parts, found)
}

const isImages = ({ dataset_type: type = 'image' }: Table): boolean => type === 'image'

function listFindings(backends: readonly Table[], file: string): readonly Finding[] {
  const found: Finding[] = []
  if (!backends.some(isImages)) found.push(error('config-empty', file, `lists no set of images: ${TITLE} stops.`))
  const texts = backends.filter(({ dataset_type: type }) => type === 'text_embeds')
  if (texts.length === 0) found.push(error('config-text', file, `lists no text_embeds: ${TITLE} stops.`))
  if (texts.length > 1 && texts.filter((each) => each['default'] === true).length !== 1)
    found.push(error('config-text', file, 'lists several text_embeds: exactly one must have "default": true.'))
  const ids = new Set<string>()
  for (const { id } of backends) {
    if (typeof id !== 'string') continue
    if (ids.has(id)) found.push(error('config-id', file, `uses the id “${id}” twice.`))
    ids.add(id)
  }
  const caches = new Set(texts.map((each) => each['cache_dir']))
  for (const { cache_dir_vae: cache } of backends) {
    if (typeof cache !== 'string') continue
    if (caches.has(cache)) found.push(error('config-cache', file, `uses the cache ${cache} twice: ${TITLE} stops.`))
    caches.add(cache)
  }
  return found
}

async function checkBackend(
  folder: TrainingFolder,
  backend: Table,
  at: { readonly file: string; readonly where: string },
  options: CheckOptions,
): Promise<CheckedDir> {
  const path = backend['instance_data_dir']
  if (typeof path !== 'string' || path === '')
    return {
      findings: [error('config-key', at.file, `${at.where} has no instance_data_dir: ${TITLE} stops.`)],
      images: 0,
      trained: [],
    }
  const captioned = (backend['caption_strategy'] ?? 'textfile') === 'textfile'
  const reg = backend['is_regularisation_data'] === true || backend['is_regularization_data'] === true
  const own = await checkNamedDir(
    folder,
    path,
    { ...at, missing: `${TITLE} stops` },
    DIR,
    captioned && !reg ? options : { ...options, trigger: null },
    captioned ? CAPTIONS : null,
  )
  const small = own.trained.filter(({ size }) => isBelowMinimum(size, backend))
  const lost = small.map(({ entry, size }) =>
    error(
      'too-small',
      entry.path,
      `is ${size.width} × ${size.height} px, below minimum_image_size: ${TITLE} silently leaves it out.`,
    ),
  )
  const trained = own.trained.filter((image) => !small.includes(image))
  const cut = (image: Size) => simpleTunerCut(image, { resolution: sideFor(image, backend) })
  const { batchSize = 1 } = options
  const alone = [...byBucket(trained, cut)]
    .filter(([, images]) => images.length * (Number(backend['repeats'] ?? 0) + 1) < batchSize)
    .map(([bucket]) =>
      error(
        'bucket',
        at.file,
        `${at.where}: the bucket ${bucket} holds fewer images than a batch of ${batchSize}: ${TITLE} stops. Raise repeats.`,
      ),
    )
  return {
    images: own.images,
    trained,
    findings: [...own.findings, ...lost, ...alone, ...cutFindings(trained, TITLE, cut)],
  }
}

/** Returns the side in px of the square whose area an image is trained at; with `pixel`, the resolution is the shorter side. */
function sideFor(image: Size, { resolution, resolution_type: type = 'pixel_area' }: Table): number {
  const value = Number(resolution ?? 1024)
  if (type === 'area') return Math.sqrt(value) * 1000
  return type === 'pixel' ? value * Math.sqrt(Math.max(ratio(image), 1 / ratio(image))) : value
}

/**
 * Returns true when the image is skipped (`meets_resolution_requirements`): by its sides for `pixel` and for square crops, else by its
 * area.
 */
function isBelowMinimum(size: Size, backend: Table): boolean {
  const {
    minimum_image_size: least,
    resolution_type: type = 'pixel_area',
    crop,
    crop_aspect: aspect = 'square',
  } = backend
  const value = Number(least ?? 0)
  if (!(value > 0)) return false
  const edge = type === 'area' ? Math.floor(Math.sqrt(value * 1e6)) : value
  if (type === 'pixel' || (crop === true && aspect === 'square')) return Math.min(size.width, size.height) < edge
  return area(size) < (type === 'area' ? value * 1e6 : value * value)
}
