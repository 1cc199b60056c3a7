import { memo } from 'react'
import { findImage, useImages } from '../model/images/images-store.ts'
import { moved } from '../model/images/overlay.ts'
import { Tile } from './Tile.tsx'
import { useSelection } from '../model/images/selection-store.ts'
import { strings } from '../base/strings/index.ts'

interface ResultCellProps {
  readonly imageId: string
  readonly column: number
  readonly side: number
  readonly tabStop: boolean
}

/** An image of the search results; blank until it is loaded. */
export const ResultCell = memo(function ResultCell({ imageId, column, side, tabStop }: ResultCellProps) {
  const image = useImages((state) => findImage(state, imageId))
  const move = useImages((state) => state.overlay.get(imageId))
  const selected = useSelection((state) => state.selected.has(imageId))
  if (!image) {
    return (
      <div
        role="gridcell"
        tabIndex={tabStop ? 0 : -1}
        aria-busy
        aria-label={strings.search.waiting}
        aria-selected={selected}
        aria-colindex={column}
        className="tile"
        data-cell-key={imageId}
        data-image-id={imageId}
        style={{ width: side, height: side }}
      />
    )
  }
  return (
    <Tile
      image={move && move.lane !== null ? moved(image, move.lane) : image}
      step={null}
      column={column}
      side={side}
      tabStop={tabStop}
    />
  )
})
