import { ImagePlus, Sparkles, Target } from 'lucide-react'
import type { z } from 'zod'
import type { WayOutView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'
import { chooseFiles } from '../../model/edits/add-files.ts'
import { openActor } from '../../model/shown/show-actor.ts'
import { openPanel } from '../../model/window/view-store.ts'
import './ways-out.css'

type WayOut = z.infer<typeof WayOutView>
const ICONS = { generator: Sparkles, photographs: ImagePlus, target: Target } as const

interface WaysOutProps {
  readonly waysOut: readonly WayOut[]
  /** Whose gap it is. */
  readonly actorIds: readonly string[]
}

/** What can be done where a gap cannot be closed here: each way begins with a click. */
export function WaysOut({ waysOut, actorIds }: WaysOutProps) {
  if (waysOut.length === 0) return null
  const [only, ...others] = actorIds
  const run: Readonly<Record<WayOut['way'], () => void>> = {
    generator: () => openPanel('settings'),
    photographs: () => {
      if (only !== undefined && others.length === 0) {
        openActor(only)
        chooseFiles(only)
      }
    },
    target: () => openPanel('targets', actorIds),
  }
  return (
    <ul className="ways-out" aria-label={strings.plan.waysOut}>
      {waysOut.map(({ way, text }) => {
        const Icon = ICONS[way]
        const asText = way === 'photographs' && others.length > 0
        return (
          <li key={way}>
            {asText ? (
              <span>
                <Icon size={14} aria-hidden /> {text}
              </span>
            ) : (
              <button type="button" onClick={run[way]}>
                <Icon size={14} aria-hidden /> {text}
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
