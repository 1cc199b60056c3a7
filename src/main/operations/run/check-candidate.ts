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
 * A picture that costs nothing is asked for again while it has a flaw. Then it stays, flagged: of a soft source every framing is soft,
 * and what looks alike still needs attempts of its own.
 */
const TRIES_FOR_FLAWLESS = 2

export interface CandidateCheck {
  /**
   * Holds a new picture against what was asked for: it decodes, it is as large as asked, an illustration is black & white or coloured as asked (pixels
   * tell that reliably; whether a picture is drawn they only guess, and a guess discards nothing), a photograph's face is not another person's
   * where faces are compared, one that was free has no flaw where another try may help, the vision model, where one is asked, does not reject it
   * (another person than the base image, distortions, text), and it is no duplicate of an image the actor has or of one that was accepted a
   * moment ago.
   */
  readonly check: RunPorts['check']
  /** A run has ended: what it made is in the catalog now, or gone again. */
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
      // From here to the end nothing waits, so that two pictures of one actor cannot pass each other.
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

/** The picture as a file, for as long as it is looked at. */
async function hold(context: ExecuteContext, bytes: Uint8Array): Promise<{ readonly file: string } & AsyncDisposable> {
  const dir = join(ownDir(context.layout.root), 'tmp')
  const file = join(dir, `${randomUUID()}.jpg`)
  await mkdir(dir, { recursive: true })
  await writeFile(file, bytes, { flag: 'wx' })
  return { file, [Symbol.asyncDispose]: () => rm(file, { force: true }) }
}

/** Far below what was asked for, it is no picture that was ordered, whatever it shows. */
function tooSmall({ width, height }: Measures, askedMegapixels: number | null): string | null {
  const { longSide, ofAsked } = THRESHOLDS.generated
  const isSmall =
    Math.max(width, height) < longSide || (askedMegapixels !== null && width * height < askedMegapixels * 1e6 * ofAsked)
  const asked = (askedMegapixels ?? 1) === 1 ? 'a megapixel' : `${askedMegapixels} megapixels`
  return isSmall ? `it has only ${width} × ${height} pixels instead of about ${asked}` : null
}

/** What the evaluator of this machine would send to review among the actor's images, as a phrase; null for a picture without a flaw. */
async function flaw(context: ExecuteContext, actorId: string, image: JudgedImage): Promise<string | null> {
  const others = knownImages(context, actorId).flatMap(({ filename, sha256, measured }): JudgedImage[] =>
    sha256 === null || measured === null ? [] : [{ filename, sha256, measured }],
  )
  const assessment = (await context.evaluator.judge([...others, image])).get(image.filename)
  // A crop takes borders off; another picture would cost again.
  const issue = assessment?.issues.find(({ key }) => key !== 'borders')
  return issue ? `it was flagged: ${issue.detail}` : null
}

function wrongTone(measures: Measures, type: GenerationRequest['type']): string | null {
  if (type === 'bw_stylized' && !measures.monochrome) return 'it is not black and white'
  if (type === 'color_stylized' && measures.monochrome) return 'it has no colour'
  return null
}

/** File name of an image of the actor that the new one repeats, the base image included. */
function lookAlike(context: ExecuteContext, actorId: string, measures: Measures): string | null {
  const { catalog, evaluator } = context
  const row = catalog.actors.get(actorId)
  const base = row?.baseSha256 ? catalog.measures.get(row.baseSha256, evaluator.id) : null
  const others = knownImages(context, actorId).map(({ filename, measured }) => ({ filename, measured }))
  const all = [...others, { filename: row?.baseFile ?? 'the base image', measured: base }]
  const found = all.find(({ measured }) => measured && !isUnreadable(measured) && evaluator.alike(measured, measures))
  return found?.filename ?? null
}

/** What the vision model of the settings has against the picture; null when nothing, or when none is asked. */
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
      // The picture is paid for: where no more may be spent on looking, it counts as not looked at.
      if (error instanceof EvencastError && error.code === 'LIMIT' && checks.limitUsd !== null) return null
      throw error
    })
  const opinion = opinions?.get(filename)
  if (!opinion) return null
  // The image that is placed has this content, so it is not asked about again.
  catalog.opinions.put(sha256, model.id, catalog.actors.get(actorId)?.baseSha256 ?? null, opinion)
  const local = (await evaluator.judge([{ filename, sha256, measured }])).get(filename)
  const { verdict, issues } = local ? merge(local, measured, opinion) : { verdict: 'keep', issues: [] }
  return verdict === 'reject' ? (issues.find((issue) => issue.verdict === 'reject')?.detail ?? 'it was rejected') : null
}

/** The checks of one run's pictures, as one entry of what was paid. */
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
