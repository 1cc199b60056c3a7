import { GalleryHorizontalEnd, ImagePlus, Sparkles, Target } from 'lucide-react'
import { strings } from '../../base/strings/index.ts'
import { takeWayOut, type WayOut } from '../../model/session/ways-out.ts'
import './ways-out.css'

const ICONS = { generator: Sparkles, photographs: ImagePlus, target: Target, review: GalleryHorizontalEnd } as const

interface WaysOutProps {
  readonly waysOut: readonly WayOut[]
  /** Whose gap it is. */
  readonly actorIds: readonly string[]
}

/** What can be done where a gap cannot be closed here: each way begins with a click. */
export function WaysOut({ waysOut, actorIds }: WaysOutProps) {
  if (waysOut.length === 0) return null
  return (
    <ul className="ways-out" aria-label={strings.plan.waysOut}>
      {waysOut.map(({ way, text }) => {
        const Icon = ICONS[way]
        return (
          <li key={way}>
            <button type="button" data-way={way} onClick={() => takeWayOut(way, actorIds)}>
              <Icon size={14} aria-hidden /> {text}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
