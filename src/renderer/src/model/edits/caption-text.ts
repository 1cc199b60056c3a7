import type { CaptionChangeView } from '../../../../main/contract/captions.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'

/** What was typed into a caption's field, as a change; `over`: what it replaces. */
export const captionText = (text: string, over: string): CaptionChangeView => ({ kind: 'set', text, over })

/** Says what was typed and not saved when the field of an image's caption went away. */
export const captionLost =
  (filename: string) =>
  (typed: string): void =>
    notify('error', strings.prepare.captions.notSaved(filename, typed))
