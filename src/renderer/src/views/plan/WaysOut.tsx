import { GalleryHorizontalEnd, ImagePlus, Sparkles, Target } from 'lucide-react'
import { strings } from '../../base/strings/index.ts'
import { takeWayOut, type WayOut } from '../../model/session/ways-out.ts'
import './ways-out.css'

const ICONS = { generator: Sparkles, photographs: ImagePlus, target: Target, review: GalleryHorizontalEnd } as const

interface WaysOutProps {
  readonly waysOut: readonly WayOut[]
  /** Actors with the gap. */
  readonly actorIds: readonly string[]
}

/** Buttons for the ways to close a gap that the current generator cannot close. */
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
