import type { CaptionChangeView } from '../../../../main/contract/captions.ts'

/** What was typed into a caption's field, as a change. */
export const captionText = (text: string): CaptionChangeView =>
  text === '' ? { kind: 'clear' } : { kind: 'set', text }
