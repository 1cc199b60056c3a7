import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef, useState } from 'react'
import { type ActorRow, isGapKnown } from '../../../../main/contract/actor-columns.ts'
import { STYLES } from '../../../../main/domain/style.ts'
import { Face } from '../../base/ui/Face.tsx'
import { openActor } from '../../model/shown/show-actor.ts'
import { requestStrips, useStrips } from '../../model/all-actors/strips-store.ts'
import { strings } from '../../base/strings/index.ts'
import { StateIcon } from './ActorCell.tsx'
import { ACTORS_ID, itemId } from './focus.ts'
import { onActorClick, onActorKey } from './keys.ts'
import { useActorSelection } from '../../model/all-actors/selection-store.ts'
import { StyleBars } from './StyleBar.tsx'
import './actors-wall.css'

const TILE = { width: 250, height: 118 } as const
/** Number of pictures per tile: the base image and the first images of the set. */
const PICTURES = 5
const GAP = 8
const text = strings.allActors

/** Returns the text beside the bars: the cost if any, otherwise the gap. */
function said({ actor, gapEstimate }: ActorRow): string {
  if (!isGapKnown(actor)) return ''
  const gap = actor.deficit > 0 ? `−${actor.deficit}` : actor.extra > 0 ? `+${actor.extra}` : ''
  const cost = gapEstimate.kind === 'plan' || gapEstimate.kind === 'estimate' ? text.gapEstimate(gapEstimate) : ''
  return [gap, actor.deficit > 0 ? cost : ''].filter(Boolean).join('  ')
}

/** Returns the whole tile as text for screen readers. */
const spoken = ({ actor, gapEstimate }: ActorRow): string =>
  [
    '',
    actor.fleet ? strings.workers.stateOf(actor.fleet) : strings.actors.states[actor.state],
    ...STYLES.map((style) => text.have(strings.shortLanes[style], actor.counts[style], actor.target[style])),
    text.gapEstimateText(gapEstimate),
  ].join(', ')

interface TileProps {
  readonly row: ActorRow
  readonly order: readonly string[]
  readonly index: number
  readonly selected: boolean
  readonly focused: boolean
}

/** The base image and the first images of the set. */
function Strip({ actorId, baseThumbUrl }: { readonly actorId: string; readonly baseThumbUrl: string | null }) {
  const thumbUrls = useStrips((state) => state.byActor.get(actorId))
  useEffect(() => {
    if (thumbUrls === undefined) requestStrips([actorId])
  }, [actorId, thumbUrls])
  return (
    <span className="wall-strip" aria-hidden>
      <Face url={baseThumbUrl} size={56} />
      {Array.from({ length: PICTURES }, (_, at) => {
        const url = thumbUrls?.[at]
        return url === undefined ? <i key={at} /> : <img key={url} src={`${url}&size=256`} alt="" decoding="async" />
      })}
    </span>
  )
}

const WallTile = memo(function WallTile({ row, order, index, selected, focused }: TileProps) {
  const { actor } = row
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list box takes the keys and the focus
    <div
      id={itemId(actor.actorId)}
      role="option"
      aria-selected={selected}
      aria-setsize={order.length}
      aria-posinset={index + 1}
      title={actor.problem ?? actor.actorId}
      className="wall-tile"
      data-actor-id={actor.actorId}
      data-state={actor.state}
      data-focus={focused || undefined}
      onClick={(event) => onActorClick(event, actor.actorId, order)}
      onDoubleClick={() => openActor(actor.actorId)}
    >
      <Strip actorId={actor.actorId} baseThumbUrl={actor.baseThumbUrl} />
      <span className="wall-main">
        <span className="ellipsis wall-name">
          {actor.actorId}
          <span className="visually-hidden">{spoken(row)}</span>
        </span>
        <StyleBars counts={actor.counts} target={actor.target} />
        <span className="wall-foot num" aria-hidden>
          <StateIcon state={actor.state} />
          <span className="ellipsis">{said(row)}</span>
        </span>
      </span>
    </div>
  )
})

function useColumns(scroller: React.RefObject<HTMLDivElement | null>): number {
  const [columns, setColumns] = useState(1)
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0
      setColumns(Math.max(1, Math.floor((width + GAP) / (TILE.width + GAP))))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  return columns
}

interface ActorsWallProps {
  readonly rows: readonly ActorRow[]
  readonly order: readonly string[]
}

/** All actors as tiles: a strip of pictures and the bars of the mix. */
export function ActorsWall({ rows, order }: ActorsWallProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const columns = useColumns(scroller)
  const selected = useActorSelection((state) => state.selected)
  const focus = useActorSelection((state) => state.focus)
  const at = Math.max(0, focus === null ? 0 : order.indexOf(focus))
  const lines = useVirtualizer({
    count: Math.ceil(rows.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => TILE.height + GAP,
    overscan: 4,
    useFlushSync: false,
  })
  useEffect(() => {
    if (focus !== null) lines.scrollToIndex(Math.floor(at / columns))
  }, [focus, columns]) // oxlint-disable-line react/exhaustive-deps -- a wall that re-sorts must not jump under the pointer
  const visible = lines.getVirtualItems()
  const active = order[at]
  const inView = visible.some((line) => line.index === Math.floor(at / columns))
  return (
    <div
      ref={scroller}
      id={ACTORS_ID}
      className="actors-wall"
      role="listbox"
      tabIndex={0}
      aria-label={text.grid}
      aria-multiselectable
      aria-orientation="horizontal"
      aria-activedescendant={active !== undefined && inView ? itemId(active) : undefined}
      onKeyDown={(event) => {
        const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / (TILE.height + GAP)) - 1)
        onActorKey(event, { order, columns, page })
      }}
    >
      <div role="presentation" className="actors-body" style={{ height: lines.getTotalSize() }}>
        {visible.map((line) => (
          <div
            key={line.key}
            role="presentation"
            className="wall-line"
            style={{ translate: `0 ${line.start}px`, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
          >
            {rows.slice(line.index * columns, (line.index + 1) * columns).map((row, offset) => {
              const index = line.index * columns + offset
              return (
                <WallTile
                  key={row.actor.actorId}
                  row={row}
                  order={order}
                  index={index}
                  selected={selected.has(row.actor.actorId)}
                  focused={index === at}
                />
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}
