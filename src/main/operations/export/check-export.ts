import { resolve } from 'node:path'
import { BASE_MODELS, type BaseModel, type TrainerName } from '../../domain/training/trainer.ts'
import { type Checked, type CheckOptions, type Finding, error } from '../../training/check/check.ts'
import { openTrainingFolder, type TrainingFolder } from '../../training/check/folder.ts'
import { FORMATS } from '../../training/formats/index.ts'
import { type Lock, LOCK_FILE, readLock } from '../../training/lock.ts'

export interface CheckedSet extends Checked {
  /** Absolute path. */
  readonly dir: string
  readonly ok: boolean
}

/**
 * Checks a folder or a zip as a trainer would load it, whichever tool made it. In a folder of exports, each export is checked. Without
 * `trigger` (null), `baseModel` or `batchSize`, those of the export apply, if it is one.
 */
export async function checkExport(
  path: string,
  trainer: TrainerName,
  options: CheckOptions,
): Promise<readonly CheckedSet[]> {
  const folder = await openTrainingFolder(resolve(path))
  const own = folder.files.some((file) => file.path === LOCK_FILE)
  const sets = folder.files.filter(({ name, dir }) => name === LOCK_FILE && dir !== '' && !dir.includes('/'))
  const folders =
    own || sets.length === 0
      ? [folder]
      : await Promise.all(sets.map(({ dir }) => openTrainingFolder(`${folder.root}/${dir}`)))
  const checked: CheckedSet[] = []
  for (const each of folders) checked.push(await checkOne(each, trainer, options))
  return checked
}

async function checkOne(folder: TrainingFolder, trainer: TrainerName, options: CheckOptions): Promise<CheckedSet> {
  const lock = folder.kind === 'folder' ? await readLock(folder.root).catch(() => null) : null
  const checked = await FORMATS[trainer].check(folder, {
    ...options,
    trigger: options.trigger ?? lock?.trigger ?? null,
    baseModel: options.baseModel ?? baseModelOf(lock),
    batchSize: options.batchSize ?? batchSizeOf(lock),
  })
  const findings = [...(lock ? lockFindings(lock, folder, trainer) : []), ...checked.findings]
  return { ...checked, findings, dir: folder.root, ok: !findings.some(({ severity }) => severity === 'error') }
}

const baseModelOf = (lock: Lock | null): BaseModel | undefined =>
  BASE_MODELS.find((model) => model === lock?.settings['baseModel'])

function batchSizeOf(lock: Lock | null): number | undefined {
  const size = lock?.settings['batchSize']
  return typeof size === 'number' && size >= 1 ? size : undefined
}

/** Returns findings about differences between the files and the export's lock file. */
function lockFindings(lock: Lock, folder: TrainingFolder, trainer: TrainerName): readonly Finding[] {
  const there = new Set(folder.files.map(({ path }) => path))
  const found: Finding[] = []
  if (lock.state === 'writing')
    found.push(
      error('cut-short', LOCK_FILE, 'says that the export was cut short. Export again to the same folder to continue.'),
    )
  if (lock.trainer !== trainer)
    found.push({ severity: 'warning', rule: 'trainer', file: LOCK_FILE, detail: `was written for ${lock.trainer}.` })
  for (const name of Object.keys(lock.files))
    if (!there.has(name) && lock.state === 'whole') found.push(error('file-missing', name, 'was exported and is gone.'))
  return found
}
