import type { CaptionForm } from '../../../../main/domain/caption/template.ts'
import type { CaptionChangeView, CaptionsChanged } from '../../../../main/contract/captions.ts'

import type { strings } from '../../base/strings/index.ts'

/** The captions that a bulk change applies to. */
export type Scope = keyof typeof strings.prepare.bulk.scopes

/** Side of the thumbnails in pixels. */
export type ThumbSide = 256 | 512

/** Changes captions, or previews the changes. Resolves to null when it failed, after the user has been notified. */
export type ChangeCaptions = (
  change: CaptionChangeView,
  how?: {
    readonly only?: 'all' | 'missing' | 'sparing'
    readonly filenames?: Iterable<string> | null
    readonly dryRun?: boolean
    readonly form?: CaptionForm
  },
) => Promise<CaptionsChanged | null>
