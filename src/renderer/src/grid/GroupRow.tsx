import { GripVertical, Split } from 'lucide-react'
import { useRef } from 'react'
import { type Style, STYLES } from '../../../main/domain/style.ts'
import { strings } from '../base/strings/index.ts'
import type { Group } from '../model/images/groups.ts'
import { splitGroup } from '../model/edits/image-edits.ts'
import { sortInto } from '../model/edits/selection-actions.ts'
import { dispatchSelection } from '../model/images/selection-store.ts'
import { useDragSource } from './use-drag-source.ts'

const nameOf = (lane: Style | 'rejected'): string =>
  lane === 'rejected' ? strings.lanes.rejected : strings.shortLanes[lane]

/** Heading of a group of similar images: one click selects all, one drag or button classifies all, one click splits the group. */
export function GroupRow({ group }: { readonly group: Group }) {
  const handle = useRef<HTMLButtonElement>(null)
  useDragSource(handle, group.imageIds)
  const n = group.imageIds.length
  return (
    <div role="gridcell" className="group-row" data-group={group.id}>
      <span className="group-head">
        <button
          ref={handle}
          type="button"
          className="group-handle"
          onClick={() => dispatchSelection({ type: 'set', keys: group.imageIds })}
        >
          <GripVertical size={13} aria-hidden />
          <span className="visually-hidden">{strings.gallery.groupSelect} </span>
          <span className="ellipsis" title={strings.gallery.groupDoubt(group)}>
            {strings.gallery.groupTitle(group, n)}
          </span>
        </button>
        {group.kind !== 'person' && (
          <button
            type="button"
            className="group-split"
            aria-label={strings.gallery.groupSplit(n)}
            title={strings.gallery.groupSplit(n)}
            onClick={() => void splitGroup(group.imageIds)}
          >
            <Split size={13} aria-hidden />
          </button>
        )}
      </span>
      <span className="group-sends">
        {(group.kind === 'person' ? (['rejected'] as const) : STYLES).map((style) => (
          <button
            key={style}
            type="button"
            data-style={style}
            data-likely={style === group.style || undefined}
            aria-label={`→ ${nameOf(style)}, ${strings.gallery.groupSend(n)}`}
            onClick={() => sortInto(group.imageIds, style)}
          >
            <span>→ {nameOf(style)}</span>
          </button>
        ))}
      </span>
    </div>
  )
}
