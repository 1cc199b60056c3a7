import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { strings } from '../../base/strings/index.ts'

const KIND = 'caption tag'

interface TagChipProps {
  /** Id of the list; tags can be dragged within their own list only. */
  readonly list: string
  readonly tag: string
  readonly at: number
  readonly onKey: (event: KeyboardEvent, at: number) => void
  readonly onDrop: (from: number, to: number) => void
}

export function TagChip({ list, tag, at, onKey, onDrop }: TagChipProps) {
  const chip = useRef<HTMLButtonElement>(null)
  const [isOver, setIsOver] = useState(false)
  const drop = useRef(onDrop)
  useEffect(() => {
    drop.current = onDrop
  })
  useEffect(() => {
    const element = chip.current
    if (!element) return undefined
    const ends = [
      draggable({ element, getInitialData: () => ({ kind: KIND, list, at }) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['kind'] === KIND && source.data['list'] === list,
        onDragEnter: () => setIsOver(true),
        onDragLeave: () => setIsOver(false),
        onDrop({ source }) {
          setIsOver(false)
          const from = source.data['at']
          if (typeof from === 'number') drop.current(from, at)
        },
      }),
    ]
    return () => ends.forEach((end) => end())
  }, [list, at])
  return (
    <li>
      <button
        ref={chip}
        type="button"
        className="tag-chip"
        data-over={isOver || undefined}
        title={strings.prepare.tags.keys}
        onKeyDown={(event) => onKey(event, at)}
      >
        {tag}
      </button>
    </li>
  )
}
