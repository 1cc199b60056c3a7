import type { KeyedLock } from '../../kit/keyed-lock.ts'
import type { PromptLibrary } from '../../generation/prompts/library.ts'
import type { Seeing } from '../../pretrained/seeing.ts'
import type { VisionContext } from '../vision/vision-context.ts'

/** What assessing takes of the opened library. */
export interface AssessContext extends VisionContext {
  readonly prompts: PromptLibrary
  /** What pretrained networks see, where they are installed. */
  readonly seeing: Seeing
  /** Serialises indexing and assessing of one actor. */
  readonly actorLock: KeyedLock
}

/** Who assesses under the settings in force, with version: results of different ids are never mixed. */
export const evaluatorId = ({ vision, evaluator }: Pick<AssessContext, 'vision' | 'evaluator'>): string =>
  vision()?.id ?? evaluator.id
