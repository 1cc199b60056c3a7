import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cropOf } from '../../domain/crop.ts'
import { unmeasuredOf } from '../../domain/opinion.ts'
import { varietyInWords } from '../../domain/variety.ts'
import { contactSheet } from '../../evaluation/contact-sheet.ts'
import type { Drawer } from '../../evaluation/draw-picture.ts'
import { writeAtomic } from '../../library/durable.ts'
import { assertInside } from '../../library/path-in.ts'
import { ownDir } from '../../library/presence.ts'
import { varietyOfActor } from './advice.ts'
import { assessActor } from './assess-actor.ts'
import { indexActor } from '../index/index-actor.ts'
import { knownImages } from '../index/known-images.ts'
import type { VisionRequest } from '../vision/vision-request.ts'
import type { EvaluateReport } from '../../contract/reports.ts'
import { baseFileOf, folderOf } from '../context/library-context.ts'
import type { AssessContext } from './assess-context.ts'

/** Returns one actor's assessments and writes its contact sheet: the base image is tile 0, the images follow by index. */
export async function evaluateActor(
  context: AssessContext,
  draw: Drawer,
  actorId: string,
  signal?: AbortSignal,
  visionRequest?: VisionRequest,
): Promise<EvaluateReport> {
  const folder = folderOf(context, actorId)
  await indexActor(context, actorId)
  await assessActor(context, actorId, signal, visionRequest)
  const images = knownImages(context, actorId)

  const base = baseFileOf(context, actorId)
  const tiles = images.map((image, i) => ({
    file: join(folder.imagesDir, image.filename),
    label: String(i + 1),
    crop: cropOf(image.entry),
  }))
  const sheets = join(ownDir(context.layout.root), 'sheets')
  const file = join(sheets, `${actorId}.jpg`)
  await assertInside(context.layout.root, sheets)
  await mkdir(sheets, { recursive: true })
  await writeAtomic(file, await contactSheet(draw, base === null ? tiles : [{ file: base, label: '0' }, ...tiles]))

  return {
    actor_id: actorId,
    contact_sheet: file,
    variety: varietyInWords(await varietyOfActor(context, actorId)),
    ...(visionRequest
      ? { evaluation_estimated_usd: visionRequest.estimatedUsd, evaluation_cost_usd: visionRequest.costUsd }
      : {}),
    images: images.map((image) => ({
      filename: image.filename,
      type: image.style,
      confidence: image.assessment?.guess?.confidence ?? null,
      unsure: image.unsure,
      verdict: image.verdict,
      quality_issues: (image.assessment?.issues ?? []).map((issue) => issue.key),
      duplicate_of: image.assessment?.issues.find((issue) => issue.duplicateOf)?.duplicateOf ?? null,
      not_measured: image.assessment ? unmeasuredOf(image.assessment) : [],
      reason: image.assessment?.reason ?? null,
    })),
  }
}
