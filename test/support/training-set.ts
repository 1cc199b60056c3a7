import { lookAt } from '../../src/main/training/check/look-at.ts'
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { type Style, STYLES } from '../../src/main/domain/style.ts'
import type { TrainerName } from '../../src/main/domain/training/trainer.ts'
import { prepare } from '../../src/main/training/image/prepare.ts'
import type { ExportSettings, SourceImage, TrainingSet } from '../../src/main/training/records.ts'
import { type ExportedSet, type ExportJob, writeExport } from '../../src/main/training/write-export.ts'

/** Renders a distinct picture for each seed, quickly. */
export const picture = (seed: number, width = 200, height = 180): Promise<Buffer> =>
  sharp({
    create: { width, height, channels: 3, background: { r: (seed * 37) % 256, g: (seed * 91) % 256, b: 128 } },
  })
    .jpeg()
    .toBuffer()

/** Writes images with captions, `counts` of each style. */
export async function sourcesIn(
  dir: string,
  counts: Partial<Record<Style, number>> = { photorealistic: 6, bw_stylized: 2, color_stylized: 2 },
): Promise<SourceImage[]> {
  await mkdir(dir, { recursive: true })
  const styles = STYLES.flatMap((style) => Array.from({ length: counts[style] ?? 0 }, () => style))
  return Promise.all(
    styles.map(async (style, i) => {
      const content = await picture(i + 1)
      const filename = `anna_${i + 1}.jpg`
      await writeFile(join(dir, filename), content)
      return {
        actorId: 'anna',
        filename,
        file: join(dir, filename),
        sha256: createHash('sha256').update(content).digest('hex'),
        style,
        caption: `a picture of ohwx woman, number ${i + 1}`,
        crop: null,
        maskFile: null,
      }
    }),
  )
}

export const setOf = (images: readonly SourceImage[]): TrainingSet => ({
  name: 'anna',
  trigger: 'ohwx',
  classWord: 'woman',
  images,
  target: { photorealistic: 13, bw_stylized: 4, color_stylized: 3 },
})

export const settingsFor = (trainer: TrainerName, more: Partial<ExportSettings> = {}): ExportSettings => ({
  trainer,
  baseModel: 'flux',
  resolution: 1024,
  batchSize: 1,
  format: 'keep',
  quality: 95,
  background: '#ffffff',
  masks: false,
  regularisation: null,
  ...more,
})

export const exportTo = (
  dir: string,
  trainer: TrainerName,
  images: readonly SourceImage[],
  more: Partial<ExportJob> & { readonly settings?: ExportSettings } = {},
): Promise<ExportedSet> =>
  writeExport({
    set: setOf(images),
    settings: settingsFor(trainer),
    dir,
    madeWith: 'Evencast test',
    links: false,
    prepare,
    lookAt,
    ...more,
  })
