import { STYLES } from '../../../../main/domain/style.ts'
import { strings } from '../../base/strings/index.ts'
import { count } from '../../base/strings/format.ts'
import type { Mix } from '../../model/all-actors/mix.ts'

const text = strings.allActors.chart
const percent = (value: number, most: number) => `${most === 0 ? 0 : (value / most) * 100}%`

/** Per style: current images (pale), images after the plans (solid), and the target as a mark. */
export function MixChart({ mix }: { readonly mix: Mix }) {
  const most = Math.max(1, ...STYLES.flatMap((style) => [mix.now[style], mix.after[style], mix.target[style]])) * 1.04
  const planned = mix.planned > 0
  const said = STYLES.map((style) =>
    text.said(strings.lanes[style], mix.now[style], planned ? mix.after[style] : null, mix.target[style]),
  )
  return (
    <figure className="mix-chart" role="img" aria-label={`${text.title}. ${said.join(' ')}`}>
      {STYLES.map((style) => (
        <div key={style} className="mix-chart-row" data-style={style} aria-hidden>
          <span>{strings.shortLanes[style]}</span>
          <svg height="18">
            <rect className="mix-room" x="0" y="3" rx="3" height="12" width={percent(mix.target[style], most)} />
            <rect
              className="mix-now"
              x="0"
              y="3"
              rx="3"
              height={planned ? 5 : 12}
              width={percent(mix.now[style], most)}
            />
            {planned && (
              <rect className="mix-after" x="0" y="10" rx="3" height="5" width={percent(mix.after[style], most)} />
            )}
            <line
              className="mix-target"
              x1={percent(mix.target[style], most)}
              x2={percent(mix.target[style], most)}
              y1="0"
              y2="18"
            />
          </svg>
          <span className="num mix-figures">
            <b>{count(mix.now[style])}</b>
            {planned && <> → {count(mix.after[style])}</>}
            <small> / {count(mix.target[style])}</small>
          </span>
        </div>
      ))}
    </figure>
  )
}
