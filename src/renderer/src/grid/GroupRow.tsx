import { GripVertical } from 'lucide-react'
import { useRef } from 'react'
import { STYLES } from '../../../main/domain/style.ts'
import { strings } from '../base/strings/index.ts'
import type { Group } from '../model/images/lanes.ts'
import { sortInto } from '../model/edits/selection-actions.ts'
import { dispatchSelection } from '../model/images/selection-store.ts'
import { useDragSource } from './use-drag-source.ts'

/** Heads images that look alike: one click selects them all, one drag or button sorts them all. */
export function GroupRow({ group }: { readonly group: Group }) {
  const handle = useRef<HTMLButtonElement>(null)
  useDragSource(handle, group.imageIds)
  const n = group.imageIds.length
  return (
    <div role="gridcell" className="group-row" data-group={group.id}>
      <button
        ref={handle}
        type="button"
        className="group-handle"
        onClick={() => dispatchSelection({ type: 'set', keys: group.imageIds })}
      >
        <GripVertical size={13} aria-hidden />
        <span className="visually-hidden">{strings.gallery.groupSelect} </span>
        <span className="ellipsis">{strings.gallery.groupShort(n, strings.shortLanes[group.style])}</span>
      </button>
      <span className="group-sends">
        {STYLES.map((style) => (
          <button
            key={style}
            type="button"
            data-style={style}
            data-likely={style === group.style || undefined}
            aria-label={`→ ${strings.shortLanes[style]}, ${strings.gallery.groupSend(n)}`}
            onClick={() => sortInto(group.imageIds, style)}
          >
            <span>→ {strings.shortLanes[style]}</span>
          </button>
        ))}
      </span>
    </div>
  )
}
