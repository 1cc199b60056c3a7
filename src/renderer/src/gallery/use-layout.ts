import { type RefObject, useEffect, useRef, useState } from 'react'
import type { LaneModel } from './lanes.ts'
import { type LaneLayout, layoutLanes, needOf, type Room, stillFits } from './layout.ts'

export function useRoom(ref: RefObject<HTMLElement | null>): Room | null {
  const [room, setRoom] = useState<Room | null>(null)
  useEffect(() => {
    const element = ref.current
    if (!element) return undefined
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return
      const width = Math.floor(entry.contentRect.width)
      const height = Math.floor(entry.contentRect.height)
      setRoom((now) => (now?.width === width && now.height === height ? now : { width, height }))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return room
}

/**
 * The lanes' layout. It stays as it is while everything still fits, so that tiles do not change their size under the
 * pointer; another actor, another window size or another chosen size lay out anew.
 */
export function useLaneLayout(
  models: readonly LaneModel[],
  room: Room | null,
  chosen: number | null,
  actorId: string,
): LaneLayout | null {
  const kept = useRef<{ readonly layout: LaneLayout; readonly key: string } | null>(null)
  if (!room || room.width < 50 || room.height < 50) return null
  const needs = models.map(needOf)
  const key = `${actorId} ${room.width}×${room.height} ${chosen} ${needs.map((need) => need.sections.length === 0)}`
  if (kept.current?.key === key && chosen === null && stillFits(kept.current.layout, needs)) {
    return kept.current.layout
  }
  const layout = layoutLanes(needs, room, chosen)
  kept.current = { layout, key }
  return layout
}
