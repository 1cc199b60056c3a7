import type { CaptionForm } from '../../../../main/domain/caption/template.ts'
import type { CaptionChangeView, CaptionsChanged } from '../../../../main/contract/captions.ts'

import type { strings } from '../../base/strings/index.ts'

/** What a change to many is made to. */
export type Scope = keyof typeof strings.prepare.bulk.scopes

/** Side of the thumbnails in px. */
export type ThumbSide = 256 | 512

/** Changes captions, or tells what would change; null when it failed, which was said by then. */
export type ChangeCaptions = (
  change: CaptionChangeView,
  how?: {
    readonly only?: 'all' | 'missing' | 'sparing'
    readonly filenames?: Iterable<string> | null
    readonly dryRun?: boolean
    readonly form?: CaptionForm
  },
) => Promise<CaptionsChanged | null>
