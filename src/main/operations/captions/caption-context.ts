import type { PromptLibrary } from '../../generation/prompts/library.ts'
import type { VisionContext } from '../vision/vision-context.ts'

/** The parts of the opened library that reading captions needs. */
export interface CaptionContext extends VisionContext {
  readonly prompts: PromptLibrary
}
