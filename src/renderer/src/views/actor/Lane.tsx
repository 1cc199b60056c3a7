import { Check } from 'lucide-react'
import { memo, useRef } from 'react'
import { useView } from '../../model/window/view-store.ts'
import { strings } from '../../base/strings/index.ts'
import { count } from '../../base/strings/format.ts'
import type { LaneModel } from '../../model/images/lanes.ts'
import type { LaneBox } from '../../grid/layout.ts'
import { useDropZone } from '../../base/ui/use-drop-zone.ts'
import { LaneGrid } from '../../grid/LaneGrid.tsx'

/** Smallest width that fits “13 + 2 unsure of 13” beside the name and the gap. */
const WIDE_PX = 300
/** Below this width, the name and the gap do not fit in full. */
const NARROW_PX = 250
const TIGHT_PX = 150
const SHORT_NAMES = { ...strings.shortLanes, unsorted: strings.lanes.unsorted, rejected: strings.lanes.rejected }

interface LaneProps {
  readonly model: LaneModel
  readonly box: LaneBox
  readonly side: number
  readonly gap: number
  /** False before an assessment, when the gap is unknown. */
  readonly assessed: boolean
}

/** How the lane compares with its target, in a word. */
function Standing({ model, assessed, narrow }: { readonly model: LaneModel; assessed: boolean; narrow: boolean }) {
  const { gallery } = strings
  if (model.target === null) return null
  const say = (kind: string, words: string, figure: string) => (
    <strong data-kind={kind} className="num" title={words}>
      {narrow ? <span aria-hidden>{figure}</span> : words}
      {narrow && <span className="visually-hidden">{words}</span>}
    </strong>
  )
  if (model.surplus > 0) return say('surplus', gallery.tooMany(model.surplus), `+${count(model.surplus)}`)
  // The gap is unknown until all images are assessed.
  if (model.missing > 0 && !assessed) return say('open', gallery.gapUnknown, '?')
  if (model.missing > 0) return say('missing', gallery.missing(model.missing), `−${count(model.missing)}`)
  if (model.leaning > 0) return null
  return (
    <strong data-kind="full">
      <Check size={13} aria-hidden />
      <span className={narrow ? 'visually-hidden' : undefined}>{gallery.full}</span>
    </strong>
  )
}

interface WithUnsureProps {
  readonly model: LaneModel
  readonly target: number
  readonly width: number
}

/** Sure images, unsure images, and the target where there is room. */
function WithUnsure({ model, target, width }: WithUnsureProps) {
  const { gallery } = strings
  const words = gallery.withUnsure(model.images, model.leaning, target)
  if (width >= WIDE_PX) return words
  return (
    <span title={words}>
      <span aria-hidden>
        {width < TIGHT_PX
          ? gallery.withUnsureTight(model.images, model.leaning)
          : gallery.withUnsureShort(model.images, model.leaning, target)}
      </span>
      <span className="visually-hidden">{words}</span>
    </span>
  )
}

export const Lane = memo(function Lane({ model, box, side, gap, assessed }: LaneProps) {
  const ref = useRef<HTMLElement>(null)
  const { lane } = model
  const over = useDropZone(ref, () => ({ lane, actorId: useView.getState().actorId }))
  return (
    <section
      ref={ref}
      className="lane"
      data-lane={lane}
      data-style={lane}
      data-over={over || undefined}
      data-rail={box.rail || undefined}
      aria-label={strings.gallery.laneLabel(lane, model.images, model.target)}
      data-narrow={box.width < TIGHT_PX || undefined}
      style={{ width: box.width, height: box.height }}
    >
      <h2 className="lane-head">
        <span className="lane-name">{box.width < NARROW_PX ? SHORT_NAMES[lane] : strings.lanes[lane]}</span>
        <em className="num">
          {model.shown !== null ? (
            strings.gallery.shownOf(model.shown, model.images)
          ) : model.target === null ? (
            count(model.images)
          ) : model.leaning > 0 ? (
            <WithUnsure model={model} target={model.target} width={box.width} />
          ) : (
            strings.gallery.ofTarget(model.images, model.target)
          )}
        </em>
        {model.shown === null && <Standing model={model} assessed={assessed} narrow={box.width < NARROW_PX} />}
      </h2>
      {(model.sections.length > 0 || model.open > 0) && (
        <LaneGrid model={model} columns={box.columns} side={side} gap={gap} />
      )}
    </section>
  )
})
