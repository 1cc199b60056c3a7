import { createHash } from 'node:crypto'
import { copyFile, link, mkdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { EvencastError } from '../domain/error.ts'
import { assertFree, claimFolder, removeStale } from './claim.ts'
import { type Content, type Contents, contentsOf } from './contents.ts'
import { FORMATS } from './formats/index.ts'
import { layOut } from './layout.ts'
import type { LookAt } from './check/look-at.ts'
import { type Lock, LOCK_FILE } from './lock.ts'
import type { ExportSettings, Layout, TrainingSet } from './records.ts'
import { openStage, type Prepare, STAGE_DIR, type StagedImage } from './stage.ts'
import { writeZip } from './write-zip.ts'

export interface ExportJob {
  readonly set: TrainingSet
  readonly settings: ExportSettings
  /** Absolute path. Created when it does not exist. */
  readonly dir: string
  /** "Evencast 0.2.0". */
  readonly madeWith: string
  /** The user's name for this version of the set. */
  readonly label?: string | undefined
  readonly links: boolean
  readonly prepare: Prepare
  readonly lookAt: LookAt
  readonly signal?: AbortSignal | undefined
  readonly onImage?: ((done: number, total: number) => void) | undefined
}

export interface ExportedSet {
  readonly dir: string
  readonly layout: Layout
  readonly lock: Lock
  /** Images that cannot be trained, each with a half sentence that says why. */
  readonly refused: readonly { readonly filename: string; readonly why: string }[]
}

const AT_ONCE = 4

/**
 * Writes a set for a trainer. Never overwrites a folder that is not an export of this set for this trainer; continues an interrupted one;
 * the same set and settings give the same bytes. Throws CONFLICT, or BAD_INPUT when no image can be trained.
 */
export async function writeExport(job: ExportJob): Promise<ExportedSet> {
  const { set, settings, dir, signal } = job
  const format = FORMATS[settings.trainer]
  const before = await claimFolder(dir, { trainer: settings.trainer, name: set.name })
  const isNew = !before || (before.state === 'writing' && Object.keys(before.files).length === 0)
  if (!before) await writeLock(dir, lockOf(job, layOut({ ...set, images: [] }, settings, dir, format), new Map(), null))
  const stage = await openStage(dir, settings, format, job, job.links)
  const { staged, refused } = await stageAll(job, stage)
  const good = set.images.filter(({ file }) => staged.has(file))
  if (good.length === 0) {
    await stage.clear()
    if (isNew) await rm(join(dir, LOCK_FILE), { force: true })
    // A folder that is not empty stays.
    if (isNew) await rmdir(dir).catch(() => {})
    throw new EvencastError(
      'BAD_INPUT',
      `${set.name} has no image that can be trained on${refused[0] ? `: ${refused[0].filename} ${refused[0].why}` : ''}.`,
    )
  }
  const masked = new Set([...staged].filter(([, { maskFile }]) => maskFile !== null).map(([file]) => file))
  // Masks that become transparency are not files, but the trainer's configuration must mention them.
  const layout = layOut(
    { ...set, images: good },
    settings,
    dir,
    format,
    settings.masks && format.masks === 'alpha' ? new Set(good.map(({ file }) => file)) : masked,
  )
  const contents = await contentsOf(layout, format, staged)
  const planned = lockOf(job, layout, staged, contents)
  await assertFree(dir, before, Object.keys(planned.files))
  await writeLock(dir, { ...planned, files: { ...before?.files, ...planned.files } })
  const hashes = await place(dir, layout, format.pack === 'zip', contents, signal)
  const lock: Lock = { ...planned, state: 'whole', files: hashes }
  await removeStale(dir, before, hashes)
  await stage.clear()
  await writeLock(dir, lock)
  return { dir, layout, lock, refused }
}

const writeLock = async (dir: string, lock: Lock): Promise<void> => {
  await mkdir(dir, { recursive: true })
  await writeFileAtomic(join(dir, LOCK_FILE), `${JSON.stringify(lock, null, 2)}\n`)
}

async function stageAll(
  { set, signal, onImage }: ExportJob,
  stage: Awaited<ReturnType<typeof openStage>>,
): Promise<{ readonly staged: ReadonlyMap<string, StagedImage>; readonly refused: ExportedSet['refused'] }> {
  const staged = new Map<string, StagedImage>()
  const refused: { filename: string; why: string }[] = []
  let done = 0
  for (let start = 0; start < set.images.length; start += AT_ONCE) {
    signal?.throwIfAborted()
    const some = set.images.slice(start, start + AT_ONCE)
    const made = await Promise.all(some.map((source) => stage.image(source, signal)))
    for (const [i, image] of made.entries()) {
      const source = some[i]
      if (!source) continue
      if ('refused' in image) refused.push({ filename: source.filename, why: image.refused })
      else staged.set(source.file, image)
      onImage?.((done += 1), set.images.length)
    }
  }
  return { staged, refused }
}

function lockOf(
  { set, settings, madeWith, label }: ExportJob,
  layout: Layout,
  staged: ReadonlyMap<string, StagedImage>,
  contents: Contents | null,
): Lock {
  const { trainer, ...chosen } = settings
  const images = [...staged.values()].flatMap(({ source, sha256, width, height }) => {
    const file = contents?.names.get(source.file)
    if (file === undefined) return []
    const { actorId, style, caption, crop, filename, from } = source
    const made = from ?? { filename, sha256: source.sha256, crop }
    return [
      {
        file,
        sha256,
        width,
        height,
        caption,
        actor_id: actorId,
        style,
        source: { filename: made.filename, sha256: made.sha256 },
        crop: made.crop,
      },
    ]
  })
  return {
    version: 1,
    made_with: madeWith,
    state: 'writing',
    trainer,
    name: set.name,
    ...(label !== undefined && { label }),
    trigger: set.trigger,
    class_word: set.classWord,
    target: set.target,
    settings: chosen,
    subsets: layout.subsets.map(({ dir, style, images: own, repeats, exposure }) => ({
      dir,
      style,
      images: own.length,
      repeats,
      exposure: Math.round(exposure * 1000) / 1000,
    })),
    images: images.toSorted((a, b) => (a.file < b.file ? -1 : 1)),
    files: Object.fromEntries(namesOf(layout, contents).map((name) => [name, null])),
  }
}

function namesOf({ name, settings }: Layout, contents: Contents | null): readonly string[] {
  if (!contents) return []
  const zip = FORMATS[settings.trainer].pack === 'zip'
  return [
    ...(zip ? [`${name}.zip`] : contents.set.map((each) => each.name)),
    ...contents.beside.map((each) => each.name),
  ]
}

/** Writes every file to its place; returns the hash of each. */
async function place(
  dir: string,
  layout: Layout,
  zip: boolean,
  contents: Contents,
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {}
  const put = async (content: Content): Promise<void> => {
    const target = join(dir, content.name)
    await mkdir(dirname(target), { recursive: true })
    if ('text' in content) await writeFileAtomic(target, content.text)
    else
      await copyOf(
        content.mask && content.staged.maskFile !== null ? content.staged.maskFile : content.staged.file,
        target,
      )
    hashes[content.name] = hashOf(await readFile(target))
  }
  if (zip) {
    const name = `${layout.name}.zip`
    const temp = join(dir, STAGE_DIR, 'set.zip')
    await writeZip(temp, contents.set, signal)
    await rename(temp, join(dir, name))
    hashes[name] = hashOf(await readFile(join(dir, name)))
  }
  for (const content of zip ? contents.beside : [...contents.set, ...contents.beside]) {
    signal?.throwIfAborted()
    await put(content)
  }
  return hashes
}

/**
 * Links or copies instead of moving, because two files of a set with the same content are one file in the stage. Linked where the disk
 * supports it: the stage is removed afterwards.
 */
async function copyOf(from: string, to: string): Promise<void> {
  const temp = `${to}.tmp`
  await rm(temp, { force: true })
  await link(from, temp).catch(() => copyFile(from, temp))
  await rename(temp, to)
}

const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
