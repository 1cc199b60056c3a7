import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Catalog } from '../../catalog/catalog.ts'
import type { Event } from '../../contract/index.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { VisionBatches } from '../../evaluation/vision-batches.ts'
import type { VisionEvaluator } from '../../evaluation/vision-evaluator.ts'
import type { Generator } from '../../generation/generator.ts'
import type { PromptLibrary } from '../../generation/prompts/library.ts'
import type { ActionPlans } from '../../library/action-plans.ts'
import type { ActorFolder, LibraryLayout } from '../../library/layout.ts'
import type { SnapshotStore } from '../../library/snapshots/store.ts'
import type { Trash } from '../../library/trash.ts'
import type { Maker } from '../../runs/records.ts'
import type { Store } from '../../storage/store.ts'
import { EvencastError } from '../../domain/error.ts'
import { isImageName } from '../../domain/naming.ts'
import type { BatchStates } from './batch-states.ts'
import type { KeyedLock } from '../../kit/keyed-lock.ts'
import type { RecentManifests } from './recent-manifests.ts'

/** The parts of the opened library that the operations in this folder work on. */
export interface Session {
  readonly layout: LibraryLayout
  readonly plans: ActionPlans
  /** By actor id; follows the folder. */
  readonly folders: Map<string, ActorFolder>
  readonly catalog: Catalog
  readonly trash: Trash
  readonly snapshots: SnapshotStore
  /** Measures pixels; every other opinion is added to its own. */
  readonly evaluator: Evaluator
  /** The vision model of the settings; null when only pixels are asked. */
  readonly vision: () => VisionEvaluator | null
  /** Batches with this model, seen this closely. */
  readonly visionBatches: (of: { readonly model: string; readonly detailLevel: string }) => VisionBatches
  readonly batchStates: BatchStates
  /** The vision model that goes by this id, whoever the settings ask now; null when the settings name another. */
  readonly visionAs: (evaluator: string) => VisionEvaluator | null
  /** The generator of the settings. */
  readonly generator: Generator
  /** The generator that a run was begun with; null when there is none of that name. */
  readonly generatorNamed: (name: string) => Generator | null
  /** With the model and at the prices that a run was begun with; null when there is none of that name. */
  readonly generatorAs: (maker: Maker) => Generator | null
  /** This model of this generator at today's price; null when it, or its price, is not known. */
  readonly generatorOf: (name: string, model: string) => Generator | null
  /** The store of the settings; null without one. */
  readonly store: () => Store | null
  readonly prompts: PromptLibrary
  readonly settings: () => Settings
  /** Warnings that were told since the library was opened: a window that comes later sees them too. */
  readonly notices: readonly string[]
  readonly emit: (event: Event) => void
  readonly log: Logger
  readonly now: () => Date
  readonly recentManifests: RecentManifests
  /** Actors whose images or labels are other than when they were judged last. */
  readonly unjudged: Set<string>
  /** Serialises what reads and writes one actor's manifest. */
  readonly manifestLock: KeyedLock
  /** Serialises indexing and assessing of one actor. */
  readonly actorLock: KeyedLock
}

export function folderOf(session: Session, actorId: string): ActorFolder {
  const folder = session.folders.get(actorId)
  if (!folder) throw new EvencastError('NOT_FOUND', `There is no actor “${actorId}” in this library.`)
  return folder
}

/** Absolute path of the actor's base image as it was last indexed; null when it has none. */
export function baseFileOf(session: Session, actorId: string): string | null {
  const name = session.catalog.actors.get(actorId)?.baseFile ?? null
  return name === null || !isImageName(name) ? null : join(folderOf(session, actorId).baseDir, name)
}

/** Who assesses under the settings in force, with version: results of different ids are never mixed. */
export const evaluatorId = ({ vision, evaluator }: Pick<Session, 'vision' | 'evaluator'>): string =>
  vision()?.id ?? evaluator.id
