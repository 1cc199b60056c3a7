import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { GenerationRequest } from '../../domain/generation.ts'
import { isUnreadable, type Measures } from '../../domain/measures.ts'
import type { JudgedImage } from '../../domain/judge.ts'
import { merge } from '../../domain/opinion.ts'
import { THRESHOLDS } from '../../domain/thresholds.ts'
import { EvencastError } from '../../domain/error.ts'
import type { VisionEvaluator } from '../../evaluation/vision-evaluator.ts'
import { ownDir } from '../../library/presence.ts'
import type { Checks } from '../../runs/budget.ts'
import type { RunPorts } from '../../runs/ports.ts'
import { askedOf, checkingModel } from '../vision/quote.ts'
import { knownImages } from '../index/known-images.ts'
import { beginVisionRequest, type VisionRequest } from '../vision/vision-request.ts'
import { baseFileOf } from '../context/library-context.ts'
import type { ExecuteContext } from './execute-context.ts'
import { otherPerson } from './other-person.ts'

/**
 * Number of attempts in which a free image is discarded for an issue. After that it is kept with the issue: every framing of a soft source
 * is soft, and near duplicates need further attempts of their own.
 */
const TRIES_FOR_FLAWLESS = 2

export interface CandidateCheck {
  /**
   * Checks a new image against its request. It must decode and be about as large as requested; an illustration must be black and white or
   * colored as requested (pixels show that reliably; whether an image is drawn is only a guess, which rejects nothing); a photograph must
   * not show another person where faces are compared; a free image must have no issue that another attempt may solve; the vision model, if
   * one is used, must not reject it (another person, distortions, text); and it must not duplicate an image of the actor or one just
   * accepted.
   */
  readonly check: RunPorts['check']
  /** Clears the accepted images when a run has ended, because they are in the catalog now or removed again. */
  forget(): void
}

export function createCandidateCheck(context: ExecuteContext): CandidateCheck {
  const accepted = new Map<string, Measures[]>()
  let visionRequest: VisionRequest | null = null
  return {
    async check(image, request, checks) {
      let costUsd = 0
      const paid = (usd: number) => void (costUsd += usd)
      await using held = await hold(context, image.bytes)
      const { sha256, measured } = await context.evaluator.measure(held.file)
      if (isUnreadable(measured)) return { ok: false, why: `it cannot be decoded: ${measured.unreadable}` }
      const refused =
        tooSmall(measured, image.askedMegapixels ?? null) ??
        wrongTone(measured, request.type) ??
        (await otherPerson(context, request.actorId, held.file, request.type)) ??
        (image.costUsd === 0 && request.attempt < TRIES_FOR_FLAWLESS
          ? await flaw(context, request.actorId, { filename: basename(held.file), sha256, measured })
          : null) ??
        (await objection(
          context,
          request.actorId,
          { file: held.file, sha256, measured },
          checks,
          (model) => (visionRequest ??= beginChecks(context, request.actorId, model, checks.limitUsd)),
          paid,
        ))
      if (refused) return { ok: false, why: refused, costUsd }
      // There is no await from here on, so two similar images of one actor cannot both be accepted.
      const recent = accepted.get(request.actorId) ?? []
      const twin = recent.some((other) => context.evaluator.alike(other, measured))
      const like = twin ? 'another image of this run' : lookAlike(context, request.actorId, measured)
      if (like) return { ok: false, why: `it looks like ${like}`, costUsd }
      accepted.set(request.actorId, [...recent, measured])
      context.catalog.measures.put(sha256, context.evaluator.id, measured)
      return { ok: true, width: measured.width, height: measured.height, sha256, costUsd }
    },
    forget() {
      accepted.clear()
      visionRequest?.end('done')
      visionRequest = null
    },
  }
}

/** Writes the image to a temporary file that is removed on disposal. */
async function hold(context: ExecuteContext, bytes: Uint8Array): Promise<{ readonly file: string } & AsyncDisposable> {
  const dir = join(ownDir(context.layout.root), 'tmp')
  const file = join(dir, `${randomUUID()}.jpg`)
  await mkdir(dir, { recursive: true })
  await writeFile(file, bytes, { flag: 'wx' })
  return { file, [Symbol.asyncDispose]: () => rm(file, { force: true }) }
}

/** Returns a reason when an image is far smaller than requested; null otherwise. */
function tooSmall({ width, height }: Measures, askedMegapixels: number | null): string | null {
  const { longSide, ofAsked } = THRESHOLDS.generated
  const isSmall =
    Math.max(width, height) < longSide || (askedMegapixels !== null && width * height < askedMegapixels * 1e6 * ofAsked)
  const asked = (askedMegapixels ?? 1) === 1 ? 'a megapixel' : `${askedMegapixels} megapixels`
  return isSmall ? `it has only ${width} × ${height} pixels instead of about ${asked}` : null
}

/** Returns why the local evaluator would send the image to review among the actor's images, as a phrase; null when it would not. */
async function flaw(context: ExecuteContext, actorId: string, image: JudgedImage): Promise<string | null> {
  const others = knownImages(context, actorId).flatMap(({ filename, sha256, measured }): JudgedImage[] =>
    sha256 === null || measured === null ? [] : [{ filename, sha256, measured }],
  )
  const assessment = (await context.evaluator.judge([...others, image])).get(image.filename)
  // Borders can be cropped, so another image is not worth its cost.
  const issue = assessment?.issues.find(({ key }) => key !== 'borders')
  return issue ? `it was flagged: ${issue.detail}` : null
}

function wrongTone(measures: Measures, type: GenerationRequest['type']): string | null {
  if (type === 'bw_stylized' && !measures.monochrome) return 'it is not black and white'
  if (type === 'color_stylized' && measures.monochrome) return 'it has no colour'
  return null
}

/** Returns the file name of an image of the actor that the new one repeats, the base image included. */
function lookAlike(context: ExecuteContext, actorId: string, measures: Measures): string | null {
  const { catalog, evaluator } = context
  const row = catalog.actors.get(actorId)
  const base = row?.baseSha256 ? catalog.measures.get(row.baseSha256, evaluator.id) : null
  const others = knownImages(context, actorId).map(({ filename, measured }) => ({ filename, measured }))
  const all = [...others, { filename: row?.baseFile ?? 'the base image', measured: base }]
  const found = all.find(({ measured }) => measured && !isUnreadable(measured) && evaluator.alike(measured, measures))
  return found?.filename ?? null
}

/** Returns why the vision model rejects the image; null when it does not, or when no model is used. */
async function objection(
  context: ExecuteContext,
  actorId: string,
  { file, sha256, measured }: { readonly file: string; readonly sha256: string; readonly measured: Measures },
  checks: Checks,
  begun: (model: VisionEvaluator) => VisionRequest,
  paid: (usd: number) => void,
): Promise<string | null> {
  const { catalog, evaluator } = context
  const model = checkingModel(context, checks.evaluator)
  if (model === null) return null
  const filename = basename(file)
  const image = { filename, file, sha256, measures: measured, generated: true, earlier: null }
  const { reserve, note } = begun(model)
  const opinions = await model
    .opinions(
      { actorId, base: baseFileOf(context, actorId), images: [image] },
      {
        reserve,
        onUsage(usage) {
          note(actorId, usage)
          paid(usage.usd ?? 0)
        },
      },
    )
    .catch((error: unknown) => {
      // The image is paid for, so it is accepted unchecked when the budget for checks is spent.
      if (error instanceof EvencastError && error.code === 'LIMIT' && checks.limitUsd !== null) return null
      throw error
    })
  const opinion = opinions?.get(filename)
  if (!opinion) return null
  // The placed image has the same content, so the model is not asked about it again.
  catalog.opinions.put(sha256, model.id, catalog.actors.get(actorId)?.baseSha256 ?? null, opinion)
  const local = (await evaluator.judge([{ filename, sha256, measured }])).get(filename)
  const { verdict, issues } = local ? merge(local, measured, opinion) : { verdict: 'keep', issues: [] }
  return verdict === 'reject' ? (issues.find((issue) => issue.verdict === 'reject')?.detail ?? 'it was rejected') : null
}

/** Records the checks of one run as one vision request. */
function beginChecks(
  context: ExecuteContext,
  actorId: string,
  model: VisionEvaluator,
  limitUsd: number | null,
): VisionRequest {
  const nothing = { images: 0, known: 0, waiting: 0, requests: 0, usd: null, atMostUsd: null, batchUsd: null }
  return beginVisionRequest(
    context,
    { ...askedOf(model), actorIds: [actorId], ...nothing },
    { kind: 'check', limitUsd },
  )
}
