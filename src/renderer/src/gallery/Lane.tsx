import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Check } from 'lucide-react'
import { memo, useEffect, useRef, useState } from 'react'
import { strings } from '../strings.ts'
import { count } from '../ui/format.ts'
import type { LaneModel } from './lanes.ts'
import type { LaneBox } from './layout.ts'
import { LaneGrid } from './LaneGrid.tsx'

interface LaneProps {
  readonly model: LaneModel
  readonly box: LaneBox
  readonly side: number
  /** Before an assessment nobody knows what has to be made. */
  readonly assessed: boolean
}

/** How the lane stands against its target, in a word. */
function Standing({ model, assessed }: { readonly model: LaneModel; readonly assessed: boolean }) {
  if (model.target === null) return null
  if (model.surplus > 0) return <strong data-kind="surplus">{strings.gallery.tooMany(model.surplus)}</strong>
  if (model.missing > 0) {
    const say = assessed ? strings.gallery.toMake : strings.gallery.open
    return <strong data-kind={assessed ? 'missing' : 'open'}>{say(model.missing)}</strong>
  }
  if (model.leaning > 0) return <strong data-kind="open">{strings.gallery.unsure(model.leaning)}</strong>
  return (
    <strong data-kind="full">
      <Check size={13} aria-hidden /> {strings.gallery.full}
    </strong>
  )
}

export const Lane = memo(function Lane({ model, box, side, assessed }: LaneProps) {
  const ref = useRef<HTMLElement>(null)
  const [over, setOver] = useState(false)
  const { lane } = model
  useEffect(() => {
    const element = ref.current
    if (!element) return undefined
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data['kind'] === 'images',
      getData: () => ({ lane }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [lane])
  return (
    <section
      ref={ref}
      className="lane"
      data-lane={lane}
      data-style={lane}
      data-over={over || undefined}
      data-rail={box.rail || undefined}
      aria-label={strings.gallery.laneLabel(lane, model.images, model.target)}
      style={{ width: box.width }}
    >
      <h2 className="lane-head">
        <span className="lane-name">{strings.lanes[lane]}</span>
        <em className="num">
          {model.target === null ? count(model.images) : strings.gallery.ofTarget(model.images, model.target)}
        </em>
        <Standing model={model} assessed={assessed} />
      </h2>
      {model.sections.length > 0 && <LaneGrid model={model} columns={box.columns} side={side} />}
    </section>
  )
})
