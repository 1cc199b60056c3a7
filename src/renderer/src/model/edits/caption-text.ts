import type { CaptionChangeView } from '../../../../main/contract/captions.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'

/** Turns an edited caption into a change; `over` is the text that it replaces. */
export const captionText = (text: string, over: string): CaptionChangeView => ({ kind: 'set', text, over })

/** Notifies the user of typed text that could not be saved before its caption field closed. */
export const captionLost =
  (filename: string) =>
  (typed: string): void =>
    notify('error', strings.prepare.captions.notSaved(filename, typed))
