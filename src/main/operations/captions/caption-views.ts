import { imageUrls } from '../../contract/packed-images.ts'
import { cropOf } from '../../domain/crop.ts'
import type { CaptionChange } from '../../domain/caption/change.ts'
import type { CaptionChangeView, CaptionEditView, CaptionFindingView, CaptionsView } from '../../contract/captions.ts'
import type { LintFinding } from '../../domain/caption/lint.ts'
import { imageVersion } from '../index/media-files.ts'
import type { CaptionRow } from './caption-report.ts'
import type { CaptionEdit } from './change-captions.ts'

/** Returns captions as a window shows them. Rejected images are left out, because they are not trained on. */
export const captionsView = (rows: readonly CaptionRow[], findings: readonly LintFinding[]): CaptionsView => ({
  captions: rows
    .filter(({ captioned }) => captioned.image.lane !== 'rejected')
    .map(({ captioned: { image, caption }, tokens }) => ({
      imageId: String(image.id),
      filename: image.filename,
      thumbUrl: imageUrls(String(image.id), imageVersion({ ...image, crop: cropOf(image.entry) })).thumbUrl,
      style: image.style,
      text: caption?.text ?? '',
      by: caption?.by ?? null,
      stale: caption?.stale ?? false,
      tokens,
    })),
  findings: findings.map(findingView),
})

const asView = (fix: CaptionChange): CaptionChangeView =>
  fix.kind === 'removeTags' ? { ...fix, tags: [...fix.tags] } : fix

const findingView = ({ rule, severity, why, filenames, fix }: LintFinding): CaptionFindingView => ({
  rule,
  severity,
  why,
  filenames: [...filenames],
  fix: fix && asView(fix),
})

export const captionEditView = ({ captioned, before, after, by }: CaptionEdit): CaptionEditView => ({
  filename: captioned.image.filename,
  before,
  after,
  by,
})
