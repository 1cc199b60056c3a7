import type { CaptionChange } from '../../domain/caption/change.ts'
import type { CaptionForm } from '../../domain/caption/template.ts'
import type { LintFinding } from '../../domain/caption/lint.ts'
import type { CaptionsView } from '../../contract/training.ts'
import { captionsView } from '../captions/caption-views.ts'
import type { CaptionEdit } from '../captions/change-captions.ts'
import { captionRows, type CaptionRow, type CountTokens, lintActor } from '../captions/caption-report.ts'
import { assessActor } from '../assess/assess-actor.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import type { ActorSelection } from '../context/operation-options.ts'
import type { EditingContext } from './editing-context.ts'
import { indexActor } from '../index/index-actor.ts'
import { changeCaptions, previewCaptions } from './edit-captions.ts'
import type { Editing } from './editing.ts'

export interface CaptionOptions {
  readonly form: CaptionForm
  readonly trigger?: string | undefined
}

export interface CaptionRequest extends CaptionOptions {
  readonly change: CaptionChange
  /** `missing`: images without a caption; `sparing`: also those whose caption no person wrote. */
  readonly only: 'all' | 'missing' | 'sparing'
  readonly filenames: ReadonlySet<string> | null
  readonly dryRun: boolean
}

/** Captions as a command line or a test works on them. */
export interface CaptionCommands {
  list(actors: ActorSelection): Promise<readonly (CaptionRow & { readonly actorId: string })[]>
  /** Answers what was changed, or would be. */
  change(actors: ActorSelection, request: CaptionRequest): Promise<readonly CaptionEdit[]>
  /** An actor's captions and what is wrong with them, as a window shows them. */
  view(actorId: string): Promise<CaptionsView>
  lint(
    actors: ActorSelection,
    options: CaptionOptions,
  ): Promise<readonly (LintFinding & { readonly actorId: string })[]>
  /** Mends what needs no person. Answers how many captions. */
  fix(actors: ActorSelection, options: CaptionOptions): Promise<number>
}

export function createCaptionCommands(
  context: EditingContext,
  editing: Editing,
  { count, indexed }: { readonly count: CountTokens; readonly indexed: Promise<void> },
): CaptionCommands {
  /** Styles and hashes have to be known: what is new is measured first. */
  async function known(actors: ActorSelection): Promise<readonly string[]> {
    await indexed
    const actorIds = chosenActors(context, actors)
    for (const actorId of actorIds) {
      await indexActor(context, actorId)
      await assessActor(context, actorId)
    }
    return actorIds
  }

  const lintOf = async (actorIds: readonly string[], options: CaptionOptions) => {
    const found: (LintFinding & { readonly actorId: string })[] = []
    for (const actorId of actorIds)
      for (const finding of await lintActor(context, actorId, count, options)) found.push({ ...finding, actorId })
    return found
  }

  return {
    async list(actors) {
      const rows: (CaptionRow & { readonly actorId: string })[] = []
      for (const actorId of await known(actors))
        for (const row of await captionRows(context, actorId, count)) rows.push({ ...row, actorId })
      return rows
    },
    async change(actors, { dryRun, ...request }) {
      const wanted = { ...request, actorIds: await known(actors) }
      return dryRun ? previewCaptions(context, wanted) : changeCaptions(context, editing, wanted)
    },
    async view(actorId) {
      await known([actorId])
      const rows = await captionRows(context, actorId, count)
      return captionsView(rows, await lintOf([actorId], { form: 'prose' }))
    },
    lint: async (actors, options) => lintOf(await known(actors), options),
    async fix(actors, options) {
      const actorIds = await known(actors)
      let mended = 0
      for (const { actorId, fix, filenames } of await lintOf(actorIds, options)) {
        // What a phrase in nearly all captions means, a person has to say.
        if (!fix || fix.kind === 'replace') continue
        const edits = await changeCaptions(context, editing, {
          ...options,
          actorIds: [actorId],
          change: fix,
          only: 'all',
          filenames: new Set(filenames),
        })
        mended += edits.length
      }
      return mended
    },
  }
}
