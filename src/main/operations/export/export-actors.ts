import { resolve, join } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { safeNames } from '../../domain/training/names.ts'
import { isInside } from '../../library/folder-contents.ts'
import { realPlace } from '../../library/path-in.ts'
import {
  type BaseModel,
  modelFor,
  MODELS_OF,
  type TrainerName,
  usualResolution,
} from '../../domain/training/trainer.ts'
import type { LookAt } from '../../training/check/look-at.ts'
import { openTrainingFolder } from '../../training/check/folder.ts'
import type { Finding } from '../../training/check/check.ts'
import { repeatFindings } from '../../training/check/repeats.ts'
import { FORMATS } from '../../training/formats/index.ts'
import type { ExportStore } from '../../training/deliver.ts'
import type { Bucket, ExportSettings } from '../../training/records.ts'
import type { FindCrop } from '../../training/image/find-crop.ts'
import type { Prepare } from '../../training/stage.ts'
import { type ExportedSet, writeExport } from '../../training/write-export.ts'
import type { CountTokens, LintCaptions } from '../captions/caption-report.ts'
import type { ReplaceByPattern } from '../captions/by-pattern.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import type { ActorSelection, OperationOptions } from '../context/operation-options.ts'
import type { PlanContext } from '../plan/plan-context.ts'
import { type Gathered, gatherActor } from './gather.ts'
import { gatherReopened, lockOfLibrary } from './reopened.ts'

/** Options of an export. Missing ones have the defaults of the trainer. */
export interface ExportRequest extends OperationOptions {
  readonly trainer: TrainerName
  /**
   * Absolute path, or relative to the working folder. One actor is exported into it, several into a subfolder each. A function returns each
   * actor's own folder and version.
   */
  readonly to: string | ((actorId: string) => { readonly dir: string; readonly label: string })
  readonly trigger?: string | undefined
  readonly classWord?: string | undefined
  readonly baseModel?: BaseModel | undefined
  readonly resolution?: number | undefined
  readonly batchSize?: number | undefined
  readonly format?: ExportSettings['format'] | undefined
  readonly quality?: number | undefined
  readonly background?: string | undefined
  readonly masks?: boolean | undefined
  readonly regularisation?: string | undefined
  readonly missingCaptions?: 'template' | 'leave-out' | undefined
  readonly links?: boolean | undefined
  /** Name of this version of the set. Exporting a set again keeps its name. */
  readonly label?: string | undefined
}

export interface ExportedActor {
  readonly actorId: string
  readonly gathered: Gathered | null
  readonly exported: ExportedSet | null
  readonly findings: readonly Finding[]
  /** The reason why there is no export; null when there is one. */
  readonly problem: string | null
}

export interface ExportPorts {
  readonly prepare: Prepare
  readonly lookAt: LookAt
  readonly countTokens: CountTokens
  readonly lint: LintCaptions
  readonly byPattern: ReplaceByPattern
  readonly findCrop: FindCrop
  /** Name and version of the app: "Evencast 0.2.0". */
  readonly madeWith: string
  /** Returns a store by its URL. */
  readonly storeAt: (url: string) => { readonly store: ExportStore; readonly bucket: Bucket | null }
}

export function settingsOf(request: ExportRequest): ExportSettings {
  const { trainer, baseModel: wanted } = request
  const baseModel = modelFor(trainer, wanted)
  if (wanted !== undefined && wanted !== baseModel)
    throw new EvencastError(
      'BAD_INPUT',
      `Exports for ${FORMATS[trainer].title} are made to train ${MODELS_OF[trainer].join(', ')}, not ${wanted}. Choose one of these, or another trainer.`,
    )
  return {
    trainer,
    baseModel,
    resolution: request.resolution ?? usualResolution(baseModel),
    batchSize: request.batchSize ?? 1,
    format: request.format ?? 'keep',
    quality: request.quality ?? 95,
    background: request.background ?? '#ffffff',
    masks: request.masks ?? false,
    regularisation: request.regularisation === undefined ? null : resolve(request.regularisation).replaceAll('\\', '/'),
  }
}

const captionForm = (baseModel: BaseModel) => (baseModel === 'sdxl' || baseModel === 'sd15' ? 'tags' : 'prose')

/**
 * Exports actors for a trainer: one actor into the folder itself, several into a subfolder each, because each is trained on its own. An
 * actor that cannot be exported does not stop the others.
 */
export async function exportActors(
  context: PlanContext,
  ports: ExportPorts,
  actors: ActorSelection,
  request: ExportRequest,
): Promise<readonly ExportedActor[]> {
  const lock = await lockOfLibrary(context)
  const named = actors !== 'all' && lock && actors.length === 1 && actors[0] === lock.name
  const reopened = lock && (actors === 'all' || named) ? lock : null
  const actorIds = reopened ? [reopened.name] : chosenActors(context, actors)
  if (actorIds.length === 0) throw new EvencastError('BAD_INPUT', 'There is no actor to export. Name at least one.')
  const { to } = request
  const names = safeNames(actorIds)
  const exported: ExportedActor[] = []
  for (const [i, actorId] of actorIds.entries()) {
    request.signal?.throwIfAborted()
    const own = typeof to === 'string' ? null : to(actorId)
    const dir = own?.dir ?? placeOf(to, actorIds.length === 1 ? '' : (names.get(actorId) ?? actorId))
    await assertNoActor(context, dir)
    const onImage = (done: number, total: number): void =>
      request.onProgress?.({
        phase: `Exporting ${actorId}`,
        done: i * total + done,
        total: actorIds.length * total,
        etaSeconds: null,
      })
    const gather = reopened
      ? () => gatherReopened(context, reopened, optionsOf(request))
      : () => gatherActor(context, actorId, optionsOf(request))
    const label = own?.label ?? request.label ?? reopened?.label
    exported.push(await exportOne(actorId, gather, { request: { ...request, label }, dir, ports, onImage }))
  }
  return exported
}

/**
 * Throws BAD_INPUT for a target inside `actors/`, because every folder there is an actor. This also holds when a single actor was opened,
 * and for links.
 */
async function assertNoActor({ layout: { actorsDir, actors, form, root } }: PlanContext, dir: string): Promise<void> {
  if (form === 'folders') return
  const isNested = actors.some((actor) => actor.dir !== root)
  const all = actorsDir ?? (isNested ? join(root, 'actors') : null)
  if (all === null || !isInside(await realPlace(all), await realPlace(dir))) return
  throw new EvencastError(
    'BAD_INPUT',
    `${dir} lies in ${all}, where every folder is taken for an actor. Choose a folder elsewhere.`,
  )
}

const placeOf = (to: ExportRequest['to'], name: string): string =>
  typeof to === 'string' ? join(resolve(to), name) : name

function optionsOf(request: ExportRequest) {
  const { trigger, classWord, missingCaptions = 'template', signal } = request
  const { baseModel } = settingsOf(request)
  return {
    trigger,
    classWord,
    missingCaptions,
    signal,
    form: captionForm(baseModel),
    most: FORMATS[request.trainer].images.most,
  } as const
}

async function exportOne(
  actorId: string,
  gather: () => Promise<Gathered>,
  job: {
    readonly request: ExportRequest
    readonly dir: string
    readonly ports: ExportPorts
    readonly onImage: (done: number, total: number) => void
  },
): Promise<ExportedActor> {
  const { request, dir, ports, onImage } = job
  const { signal, label, links = false } = request
  const settings = settingsOf(request)
  let gathered: Gathered | null = null
  try {
    gathered = await gather()
    const exported = await writeExport({ set: gathered.set, settings, dir, label, links, signal, onImage, ...ports })
    // The written export is checked like any other folder, so errors of the export itself are found, too.
    const checked = await FORMATS[request.trainer].check(await openTrainingFolder(dir), {
      lookAt: ports.lookAt,
      trigger: gathered.set.trigger,
      baseModel: settings.baseModel,
      batchSize: settings.batchSize,
      signal,
    })
    const broken = checked.findings.filter(({ severity }) => severity === 'error')
    return {
      actorId,
      gathered,
      exported,
      findings: [...repeatFindings(exported.lock.subsets), ...checked.findings],
      problem: broken[0] ? `${broken[0].file ?? dir}: ${broken[0].detail}` : null,
    }
  } catch (error) {
    if (!(error instanceof EvencastError) || signal?.aborted) throw error
    return { actorId, gathered, exported: null, findings: [], problem: error.message }
  }
}
