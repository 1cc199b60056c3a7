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

/** Caption operations for the command line and windows. */
export interface CaptionCommands {
  list(actors: ActorSelection): Promise<readonly (CaptionRow & { readonly actorId: string })[]>
  /** Changes captions, or previews the change. Returns the edits. */
  change(actors: ActorSelection, request: CaptionRequest): Promise<readonly CaptionEdit[]>
  /** Has a vision model write captions. Nothing is sent before `onQuote` has agreed. */
  write(actors: ActorSelection, request: WritingRequest, options?: WritingOptions): Promise<WrittenCaptions>
  /** Does the same as a batch, at half the price and within a day: continues an open one, or submits a new one. */
  batch(actors: ActorSelection, request: WritingRequest, options?: WritingOptions): Promise<CaptionBatchReport>
  /** Returns the quote for writing captions; nothing is sent. */
  offer(actors: ActorSelection, request: WritingRequest): Promise<VisionQuote>
  /** Returns an actor's captions and their lint findings, as a window shows them. `filenames` limits the result. */
  view(actorId: string, filenames?: ReadonlySet<string> | null): Promise<CaptionsView>
  lint(
    actors: ActorSelection,
    options: CaptionOptions,
  ): Promise<readonly (LintFinding & { readonly actorId: string })[]>
  /** Fixes the findings of these rules; null: all fixes that do not change a caption's meaning. Returns the number of captions. */
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
  /**
   * Indexes and measures actors, because styles and hashes must be known. With "all", an actor that cannot be read is reported and left
   * out.
   */
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

  /** Revision up to which all images of an actor are known to be measured. Checking all 20,000 again would be a noticeable delay. */
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

  /** Works like `known` without scanning folders, because previews run while the user types. */
  async function assessed(actors: ActorSelection): Promise<readonly string[]> {
    await indexed
    const actorIds = chosenActors(context, actors)
    for (const actorId of actorIds)
      if (context.unjudged.has(actorId) || (await hasUnmeasured(actorId))) await assessActor(context, actorId)
    return actorIds
  }

  /** Reads an actor's captions and stores them for filters. */
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
