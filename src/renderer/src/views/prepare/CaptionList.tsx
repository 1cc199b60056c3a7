import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { CaptionView } from '../../../../main/contract/captions.ts'
import type { TagCount } from '../../../../main/domain/caption/tags.ts'
import { strings } from '../../base/strings/index.ts'
import { CaptionRow } from './CaptionRow.tsx'
import type { ChangeCaptions, ThumbSide } from './change.ts'

const ROWS = { 256: 188, 512: 372 } as const

interface CaptionListProps {
  readonly captions: readonly CaptionView[]
  readonly selected: ReadonlySet<string>
  readonly onSelect: (selected: ReadonlySet<string>) => void
  readonly change: ChangeCaptions
  readonly vocabulary: readonly TagCount[]
  readonly size: ThumbSide
}

/** Captions beside their images, in a virtual list of any length. */
export function CaptionList({ captions, selected, onSelect, change, vocabulary, size }: CaptionListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const last = useRef<number | null>(null)
  const rows = useVirtualizer({
    count: captions.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => captions[index]?.imageId ?? index,
    estimateSize: () => ROWS[size],
    overscan: 4,
    useFlushSync: false,
  })
  const select = (index: number, extend: boolean) => {
    const [from, to] =
      extend && last.current !== null ? [last.current, index].toSorted((a, b) => a - b) : [index, index]
    const names = captions.slice(from, (to ?? index) + 1).map(({ filename }) => filename)
    const on = extend || !names.every((name) => selected.has(name))
    const next = new Set(selected)
    for (const name of names)
      if (on) next.add(name)
      else next.delete(name)
    last.current = index
    onSelect(next)
  }
  const focus = (index: number) => {
    if (index < 0 || index >= captions.length) return
    rows.scrollToIndex(index)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-caption-field]`)?.focus(),
    )
  }
  return (
    <div
      ref={scroller}
      className="captions-scroller"
      data-large={size === 512 || undefined}
      role="region"
      aria-label={strings.prepare.tabs.captions}
      tabIndex={-1}
    >
      <ul className="captions-list" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const caption = captions[item.index]
          return (
            caption && (
              <CaptionRow
                key={caption.imageId}
                caption={caption}
                index={item.index}
                top={item.start}
                measure={rows.measureElement}
                selected={selected.has(caption.filename)}
                onSelect={select}
                onFocusRow={focus}
                change={change}
                vocabulary={vocabulary}
                size={size}
              />
            )
          )
        })}
      </ul>
    </div>
  )
}
