import type { CSSProperties } from 'react'
import type { InspectionView } from '../../../../main/contract/views.ts'
import type { Crop } from '../../../../main/domain/crop.ts'
import { cropOutline } from '../../../../main/domain/crop-outline.ts'
import { THRESHOLDS } from '../../../../main/domain/thresholds.ts'
import type { Layer } from '../../model/window/lightbox-store.ts'

type Grid = InspectionView['sharpness']

interface OverlayProps {
  readonly layer: Layer
  readonly inspection: InspectionView
  /** Size of the image in pixels. */
  readonly width: number
  readonly height: number
  /** The image's crop; null when it has none. */
  readonly crop: Crop | null
  readonly style: CSSProperties
}

/** Smallest share of clipped pixels at which a cell is marked. */
const CLIPPED_SHARE = 0.1

function Cells({
  grid,
  width,
  height,
  kind,
  strength,
}: {
  readonly grid: Grid
  readonly width: number
  readonly height: number
  readonly kind: string
  /** Returns the opacity of the tint, from 0 to 1. */
  readonly strength: (value: number) => number
}) {
  const { columns, rows, values } = grid
  // Same division as the measures use: cells differ by at most one pixel.
  const edge = (index: number, parts: number, size: number) => Math.floor((index * size) / parts)
  return values.map((value, at) => {
    const shade = strength(value)
    if (shade <= 0) return null
    const column = at % columns
    const row = Math.floor(at / columns)
    const left = edge(column, columns, width)
    const top = edge(row, rows, height)
    return (
      <rect
        // oxlint-disable-next-line react/no-array-index-key -- a cell is its place in the grid
        key={at}
        data-kind={kind}
        x={left}
        y={top}
        width={edge(column + 1, columns, width) - left}
        height={edge(row + 1, rows, height) - top}
        opacity={shade}
      />
    )
  })
}

/** Darkens what the crop leaves out, because measures refer to the whole image. */
function CutAway({ crop, width, height }: { readonly crop: Crop; readonly width: number; readonly height: number }) {
  const kept = `M${cropOutline(crop, { width, height })
    .map(({ x, y }) => `${x} ${y}`)
    .join('L')}Z`
  return (
    <>
      <path data-kind="away" d={`M0 0H${width}V${height}H0Z${kept}`} />
      <path data-kind="kept" d={kept} />
    </>
  )
}

/** Drawn over the image in its own pixels: blurred tiles, clipped areas, or the axis of symmetry. */
export function Overlay({ layer, inspection, width, height, crop, style }: OverlayProps) {
  const grid = { width, height }
  return (
    <svg
      className="stage-overlay"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden
      style={style}
    >
      {layer === 'sharpness' && (
        <Cells
          {...grid}
          grid={inspection.sharpness}
          kind="soft"
          strength={(value) => (value < THRESHOLDS.softTile ? 1 - value / THRESHOLDS.softTile : 0)}
        />
      )}
      {layer === 'exposure' && (
        <>
          <Cells
            {...grid}
            grid={inspection.dark}
            kind="dark"
            strength={(share) => (share < CLIPPED_SHARE ? 0 : share)}
          />
          <Cells
            {...grid}
            grid={inspection.bright}
            kind="bright"
            strength={(share) => (share < CLIPPED_SHARE ? 0 : share)}
          />
        </>
      )}
      {crop && <CutAway crop={crop} width={width} height={height} />}
      {layer === 'mirror' && <line x1={width / 2} x2={width / 2} y1={0} y2={height} />}
    </svg>
  )
}
