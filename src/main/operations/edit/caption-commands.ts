import { EvencastError } from '../../domain/error.ts'
import type { CaptionChange } from '../../domain/caption/change.ts'
import type { CaptionForm } from '../../domain/caption/template.ts'
import type { LintFinding } from '../../domain/caption/lint.ts'
import type { CaptionsView } from '../../contract/captions.ts'
import { quoteCaptions } from '../captions/ask-captions.ts'
import { rememberCaptions } from '../captions/remember-captions.ts'
import { captionsView } from '../captions/caption-views.ts'
import type { CaptionEdit } from '../captions/change-captions.ts'
import {
  captionRows,
  type CaptionRow,
  type CountTokens,
  type LintCaptions,
  lintRows,
} from '../captions/caption-report.ts'
import type { ReplaceByPattern } from '../captions/by-pattern.ts'
import { dueCaptions, type WritingRequest } from '../captions/due-captions.ts'
import { adviceOf } from '../assess/advice.ts'
import { assessActor } from '../assess/assess-actor.ts'
import type { Announcer } from '../context/announcer.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import type { ActorSelection } from '../context/operation-options.ts'
import type { EditingContext } from './editing-context.ts'
import { unmeasuredImages } from '../index/known-images.ts'
import { indexActor } from '../index/index-actor.ts'
import { changeCaptions, previewCaptions } from './edit-captions.ts'
import type { Editing } from './editing.ts'
import type { CaptionBatchCommands } from './caption-batches.ts'
import { type CaptionBatchReport, runCaptionBatch } from './run-caption-batch.ts'
import type { VisionQuote } from '../vision/quote.ts'
import { writeCaptions, type WritingOptions, type WrittenCaptions } from './write-captions.ts'

interface CaptionOptions {
  readonly form: CaptionForm
  readonly trigger?: string | undefined
}

interface CaptionRequest extends CaptionOptions {
  readonly change: CaptionChange
  /** `missing`: images without a caption; `sparing`: also those whose caption no person wrote. */
  readonly only: 'all' | 'missing' | 'sparing'
  readonly filenames: ReadonlySet<string> | null
  readonly dryRun: boolean
  readonly sparesRejected?: boolean
}

/** Captions as a command line or a test works on them. */
export interface CaptionCommands {
  list(actors: ActorSelection): Promise<readonly (CaptionRow & { readonly actorId: string })[]>
  /** Answers what was changed, or would be. */
  change(actors: ActorSelection, request: CaptionRequest): Promise<readonly CaptionEdit[]>
  /** Has a vision model write them. Nothing is asked before `onQuote` has agreed. */
  write(actors: ActorSelection, request: WritingRequest, options?: WritingOptions): Promise<WrittenCaptions>
  /** The same at half the price, within a day: goes on with a batch that is there, or hands one in. */
  batch(actors: ActorSelection, request: WritingRequest, options?: WritingOptions): Promise<CaptionBatchReport>
  /** What that would take; nothing is sent. */
  offer(actors: ActorSelection, request: WritingRequest): Promise<VisionQuote>
  /** An actor's captions and what is wrong with them, as a window shows them; `filenames`: only of these. */
  view(actorId: string, filenames?: ReadonlySet<string> | null): Promise<CaptionsView>
  lint(
    actors: ActorSelection,
    options: CaptionOptions,
  ): Promise<readonly (LintFinding & { readonly actorId: string })[]>
  /** Fixes these rules' findings; null: all that leave what a caption says as it is. Answers how many captions. */
  fix(actors: ActorSelection, options: CaptionOptions, rules: readonly string[] | null): Promise<number>
}

export interface CaptionPorts {
  readonly count: CountTokens
  readonly lint: LintCaptions
  readonly byPattern: ReplaceByPattern
  readonly indexed: Promise<void>
  readonly announcer: Announcer
  readonly batches: CaptionBatchCommands
}

export function createCaptionCommands(
  context: EditingContext,
  editing: Editing,
  { count, lint, byPattern, indexed, announcer, batches }: CaptionPorts,
): CaptionCommands {
  /** Styles and hashes have to be known: what is new is measured first. Of all actors, one that cannot be read is reported and left out. */
  async function known(actors: ActorSelection): Promise<readonly string[]> {
    await indexed
    const read: string[] = []
    for (const actorId of chosenActors(context, actors)) {
      try {
        await indexActor(context, actorId)
        await assessActor(context, actorId)
        read.push(actorId)
      } catch (error) {
        const itsOwn = error instanceof EvencastError && error.code !== 'UNAVAILABLE'
        if (actors !== 'all' || !itsOwn) throw error
        context.emit({ type: 'notice', level: 'warning', message: `${actorId} is left out: ${error.message}` })
      }
    }
    return read
  }

  /** Revisions up to which every image of an actor was found to be measured: looking at all 20,000 again would be felt. */
  const measuredTo = new Map<string, number>()

  async function hasUnmeasured(actorId: string): Promise<boolean> {
    const { summaries } = context.catalog
    const revision = summaries.revision()
    const since = measuredTo.get(actorId)
    const found =
      since === undefined || summaries.isUnassessed(actorId, since)
        ? (await unmeasuredImages(context, actorId)).length > 0
        : false
    if (!found) measuredTo.set(actorId, revision)
    return found
  }

  /** As `known`, by what the folder's watch saw last: while somebody types, 20,000 images are not looked at for each word. */
  async function assessed(actors: ActorSelection): Promise<readonly string[]> {
    await indexed
    const actorIds = chosenActors(context, actors)
    for (const actorId of actorIds)
      if (context.unjudged.has(actorId) || (await hasUnmeasured(actorId))) await assessActor(context, actorId)
    return actorIds
  }

  /** Reads an actor's captions; filters find what was read. */
  async function rowsOf(actorId: string): Promise<readonly CaptionRow[]> {
    const before = context.catalog.captions.ofActor(actorId)
    const rows = await captionRows(context, actorId, count)
    const found = rows.map(({ captioned }) => captioned)
    if (await rememberCaptions(context, before, found, { embedded: true })) {
      context.catalog.actors.setAdvice(actorId, await adviceOf(context, actorId))
      announcer.actors([actorId])
    }
    return rows
  }

  const lintOf = async (actorIds: readonly string[], options: CaptionOptions) => {
    const found: (LintFinding & { readonly actorId: string })[] = []
    for (const actorId of actorIds)
      for (const finding of await lintRows(context, actorId, await rowsOf(actorId), { ...options, lint }))
        found.push({ ...finding, actorId })
    return found
  }

  return {
    async list(actors) {
      const rows: (CaptionRow & { readonly actorId: string })[] = []
      for (const actorId of await known(actors)) for (const row of await rowsOf(actorId)) rows.push({ ...row, actorId })
      return rows
    },
    async change(actors, { dryRun, ...request }) {
      const wanted = { ...request, byPattern, actorIds: await assessed(actors) }
      if (dryRun) return previewCaptions(context, wanted)
      return changeCaptions(context, editing, wanted)
    },
    write: async (actors, request, options = {}) =>
      writeCaptions(context, editing, await known(actors), request, options),
    async batch(actors, request, options = {}) {
      await indexed
      return runCaptionBatch(context, batches, () => known(actors), { request, options })
    },
    async offer(actors, request) {
      return quoteCaptions(context, await dueCaptions(context, await known(actors), request), request)
    },
    async view(actorId, filenames = null) {
      await assessed([actorId])
      const rows = await rowsOf(actorId)
      const shown = filenames ? rows.filter(({ captioned }) => filenames.has(captioned.image.filename)) : rows
      return captionsView(shown, await lintRows(context, actorId, rows, { form: 'prose', lint }))
    },
    lint: async (actors, options) => lintOf(await known(actors), options),
    async fix(actors, options, rules) {
      const actorIds = await known(actors)
      let fixed = 0
      for (const { actorId, rule, fix, isChoice, filenames } of await lintOf(actorIds, options)) {
        if (!fix || (rules ? !rules.includes(rule) : isChoice)) continue
        const edits = await changeCaptions(context, editing, {
          ...options,
          byPattern,
          actorIds: [actorId],
          change: fix,
          only: 'all',
          filenames: new Set(filenames),
        })
        fixed += edits.length
      }
      return fixed
    },
  }
}
