import type { ActorView } from '../../../../main/contract/views.ts'
import { type Style, STYLES } from '../../../../main/domain/style.ts'

type Held = Pick<ActorView, 'counts' | 'target'>

/** The target as a frame, filled by the current images, with the surplus dimmed behind it. */
function Bar({ style, counts, target }: Held & { readonly style: Style }) {
  const have = counts[style]
  const aim = target[style]
  const over = Math.min(Math.max(0, have - aim), Math.max(1, aim))
  return (
    <i className="style-bar" data-style={style} style={{ flexGrow: aim + over }}>
      {aim > 0 && (
        <span className="style-bar-frame" style={{ flexGrow: aim }}>
          <b style={{ scale: `${Math.min(1, have / aim)} 1` }} />
        </span>
      )}
      {over > 0 && <span className="style-bar-over" style={{ flexGrow: over }} />}
    </i>
  )
}

export const StyleBar = (props: Held & { readonly style: Style }) => (
  <span className="style-bars" aria-hidden>
    <Bar {...props} />
  </span>
)

/** The bars of all three styles in a row, their lengths proportional to their targets. */
export const StyleBars = ({ counts, target }: Held) => (
  <span className="style-bars" aria-hidden>
    {STYLES.map(
      (style) => target[style] + counts[style] > 0 && <Bar key={style} style={style} counts={counts} target={target} />,
    )}
  </span>
)
