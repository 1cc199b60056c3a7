import type { HistoryView } from '../../contract/views.ts'
import { type Lane, LANE_NAMES, settle } from '../../domain/image.ts'
import { type Label, labelOf } from '../../domain/label.ts'
import type { ManifestImage } from '../../domain/manifest.ts'
import { type Editing, images } from './editing.ts'

/** `keep`: marks the images as kept as well. `cullingId`: the culling that the edit is part of. */
export interface How {
  readonly keep?: boolean | undefined
  readonly cullingId?: string | undefined
}

/** Classifies images of any actors, as one edit that can be undone. It is stored when this resolves. */
export function classify(
  editing: Editing,
  imageIds: readonly string[],
  lane: Lane,
  { keep = false, cullingId }: How = {},
): Promise<HistoryView> {
  const lanes = new Set<Lane>()
  return editing.label(
    imageIds,
    (row) => {
      lanes.add(settle(row, row.entry, row.assessment).lane)
      const label = labelFor(lane, row.entry)
      return keep && lane !== 'rejected' ? { ...label, kept_by: 'human' } : label
    },
    (n) => {
      const [from, ...others] = lanes
      const source = from === undefined || from === lane || others.length > 0 ? '' : ` from ${LANE_NAMES[from]}`
      return `Moved ${images(n)}${source} to ${LANE_NAMES[lane]}`
    },
    cullingId,
  )
}

/** Flags images, so that they can be found again. A flag decides nothing about them. */
export const flag = (editing: Editing, imageIds: readonly string[], flagged: boolean): Promise<HistoryView> =>
  editing.label(
    imageIds,
    ({ entry }) => ({ ...labelOf(entry), flagged: flagged ? true : undefined }),
    (n) => (flagged ? `Flagged ${images(n)}` : `Unflagged ${images(n)}`),
  )

/** Removes `group_part`, which has no meaning for an image that a person classified. */
const placed = (entry: ManifestImage): Label => ({ ...labelOf(entry), classified_by: 'human', group_part: undefined })

/** Returns the label for a drop on a lane: a style sets that style; Unsorted says "not sure"; Rejected keeps the current style. */
export function labelFor(lane: Lane, entry: ManifestImage): Label {
  switch (lane) {
    case 'rejected':
      return { ...placed(entry), verdict: 'reject', kept_by: undefined }
    case 'unsorted':
      return { ...labelOf(entry), type: null, classified_by: 'human', verdict: 'keep' }
    case 'photorealistic':
    case 'bw_stylized':
    case 'color_stylized':
      return { ...placed(entry), type: lane, verdict: 'keep' }
  }
}
