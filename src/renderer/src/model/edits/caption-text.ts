import type { CaptionChangeView } from '../../../../main/contract/captions.ts'

/** What was typed into a caption's field, as a change; `over`: what it replaces. */
export const captionText = (text: string, over: string): CaptionChangeView => ({ kind: 'set', text, over })
