import type { KeyedLock } from '../../kit/keyed-lock.ts'
import type { PromptLibrary } from '../../generation/prompts/library.ts'
import type { Seeing } from '../../pretrained/seeing.ts'
import type { VisionContext } from '../vision/vision-context.ts'

/** The parts of the opened library that assessing needs. */
export interface AssessContext extends VisionContext {
  readonly prompts: PromptLibrary
  /** The installed pretrained models. */
  readonly seeing: Seeing
  /** Serializes indexing and assessing of one actor. */
  readonly actorLock: KeyedLock
}

/** Returns the id of the evaluator of the settings, with its version. Results of different ids are never mixed. */
export const evaluatorId = ({ vision, evaluator }: Pick<AssessContext, 'vision' | 'evaluator'>): string =>
  vision()?.id ?? evaluator.id
