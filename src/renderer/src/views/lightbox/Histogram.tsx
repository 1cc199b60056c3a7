import type { InspectionView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'

const WIDTH = 256
const HEIGHT = 72
const { histogram: text } = strings.lightbox

/** Returns a scale that ignores the peaks of pure black and white, which would flatten everything between them. */
function scaleOf(channels: readonly (readonly number[])[]): number {
  const inner = channels.flatMap((levels) => levels.slice(1, -1))
  return Math.max(0.001, ...inner)
}

function area(levels: readonly number[], most: number): string {
  const step = WIDTH / (levels.length - 1)
  const points = levels.map((share, at) => {
    const height = Math.min(1, Math.sqrt(share / most)) * HEIGHT
    return `${(at * step).toFixed(1)},${(HEIGHT - height).toFixed(1)}`
  })
  return `M0,${HEIGHT} L${points.join(' L')} L${WIDTH},${HEIGHT} Z`
}

const sum = (levels: readonly number[]) => levels.reduce((total, share) => total + share, 0)

/** Distribution of light and colour, dark on the left. Heights are square roots, so that small shares stay visible. */
export function Histogram({ histogram }: { readonly histogram: InspectionView['histogram'] }) {
  const { red, green, blue, luma } = histogram
  const most = scaleOf([red, green, blue, luma])
  const third = Math.floor(luma.length / 3)
  const shares = [luma.slice(0, third), luma.slice(third, -third), luma.slice(-third)].map(sum)
  return (
    <svg className="histogram" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={text(shares)}>
      {[red, green, blue].map((levels, at) => (
        <path key={['red', 'green', 'blue'][at]} data-channel={['red', 'green', 'blue'][at]} d={area(levels, most)} />
      ))}
      <path data-channel="luma" d={area(luma, most)} />
    </svg>
  )
}
