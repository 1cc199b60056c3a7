import type { PromptLibrary } from '../../generation/prompts/library.ts'
import type { VisionContext } from '../vision/vision-context.ts'

/** What reading captions takes of the opened library. */
export interface CaptionContext extends VisionContext {
  readonly prompts: PromptLibrary
}
