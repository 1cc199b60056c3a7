import { createHash } from 'node:crypto'
import { link, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readImageBytes } from '../kit/image-bytes.ts'
import writeFileAtomic from 'write-file-atomic'
import type { TrainerFormat } from './formats/format.ts'
import type { LookAt } from './check/look-at.ts'
import type { PreparedImage, PrepareJob, RefusedImage } from './image/job.ts'
import type { ExportSettings, SourceImage } from './records.ts'

/** Folder in an unfinished export: finished images, named by a hash of their input, so that an interrupted export can continue. */
export const STAGE_DIR = '.evencast-partial'

/** Version of the image pipeline: raise it when the same settings give other pixels than before. */
const PIPELINE = 1

export interface StagedImage {
  readonly source: SourceImage
  readonly key: string
  /** Absolute path. */
  readonly file: string
  readonly extension: 'jpg' | 'png'
  readonly maskFile: string | null
  readonly sha256: string
  readonly width: number
  readonly height: number
}

export type Prepare = (job: PrepareJob, signal?: AbortSignal) => Promise<PreparedImage | RefusedImage>

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

const MASKS = { none: 'none', alpha: 'alpha', folder: 'png', masklabel: 'png', suffix: 'jpg' } as const

function jobOf(source: SourceImage, settings: ExportSettings, format: TrainerFormat): PrepareJob {
  const masks = settings.masks ? MASKS[format.masks] : 'none'
  return {
    file: source.file,
    crop: source.crop,
    maskFile: masks === 'none' ? null : source.maskFile,
    masks,
    format: settings.format,
    quality: settings.quality,
    background: settings.background,
    mostPixels: format.mostPixels,
  }
}

/** Returns a key that depends only on the image's input: not on the export's folder, nor on the machine. */
async function keyOf(source: SourceImage, job: PrepareJob): Promise<string> {
  const mask = job.maskFile === null ? null : sha256(await readImageBytes(job.maskFile))
  const { crop, masks, format, quality, background, mostPixels } = job
  const made = { pipeline: PIPELINE, sha256: source.sha256, mask, crop, masks, format, quality, background, mostPixels }
  return sha256(JSON.stringify(made)).slice(0, 32)
}

export interface Stage {
  /** Returns the finished image, from an earlier attempt if it got that far; a half sentence when it cannot be trained. */
  image(source: SourceImage, signal?: AbortSignal): Promise<StagedImage | RefusedImage>
  clear(): Promise<void>
}

/** Opens the stage. `links`: an image that needs no change is hard-linked to the library instead of copied, where the disk supports it. */
export async function openStage(
  dir: string,
  settings: ExportSettings,
  format: TrainerFormat,
  { prepare, lookAt }: { readonly prepare: Prepare; readonly lookAt: LookAt },
  links: boolean,
): Promise<Stage> {
  const stage = join(dir, STAGE_DIR)
  await mkdir(stage, { recursive: true })
  const there = new Set(await readdir(stage))

  async function reused(source: SourceImage, key: string): Promise<StagedImage | null> {
    for (const extension of ['jpg', 'png'] as const) {
      if (!there.has(`${key}.${extension}`)) continue
      const file = join(stage, `${key}.${extension}`)
      const content = await readImageBytes(file)
      const seen = await lookAt(content)
      if (!seen?.isWhole) return null
      const { width, height } = seen
      const maskFile = there.has(`${key}.mask`) ? join(stage, `${key}.mask`) : null
      return { source, key, file, extension, maskFile, sha256: sha256(content), width, height }
    }
    return null
  }

  return {
    async image(source, signal) {
      const job = jobOf(source, settings, format)
      const key = await keyOf(source, job)
      const earlier = await reused(source, key)
      if (earlier) return earlier
      const made = await prepare(job, signal)
      if ('refused' in made) return made
      const { content, extension, mask, width, height } = made
      const file = join(stage, `${key}.${extension}`)
      const maskFile = mask ? join(stage, `${key}.mask`) : null
      // The mask is written first, so that an existing image is complete.
      if (mask && maskFile) await writeFileAtomic(maskFile, Buffer.from(mask), { fsync: false })
      const hash = sha256(content)
      const linked =
        links &&
        hash === source.sha256 &&
        (await link(source.file, file).then(
          () => true,
          () => false,
        ))
      if (!linked) await writeFileAtomic(file, Buffer.from(content), { fsync: false })
      there.add(`${key}.${extension}`)
      return { source, key, file, extension, maskFile, sha256: hash, width, height }
    },
    clear: () => rm(stage, { recursive: true, force: true }),
  }
}
