import { memo } from 'react'
import type { ActorView } from '../../../../main/contract/views.ts'
import { STYLES } from '../../../../main/domain/style.ts'
import './mix-bar.css'

/** Three parts with lengths proportional to their targets, each filled by the images in the set. */
export const MixBar = memo(function MixBar({ counts, target }: Pick<ActorView, 'counts' | 'target'>) {
  return (
    <span className="mix-bar" aria-hidden>
      {STYLES.map(
        (style) =>
          target[style] > 0 && (
            <i key={style} data-style={style} style={{ flexGrow: target[style] }}>
              <b style={{ scale: `${Math.min(1, counts[style] / target[style])} 1` }} />
            </i>
          ),
      )}
    </span>
  )
})
