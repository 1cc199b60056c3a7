import { useId } from 'react'
import { type PerStyle, STYLES, sum } from '../../../../main/domain/style.ts'
import { percent } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'

interface ShareSlidersProps {
  readonly shares: PerStyle
  readonly disabled?: boolean
  readonly onChange: (shares: PerStyle) => void
  /** Called when the user releases a slider. */
  readonly onSettled?: () => void
}

/** Shares of the three styles; each is shown relative to their sum. */
export function ShareSliders({ shares, disabled, onChange, onSettled }: ShareSlidersProps) {
  const id = useId()
  const whole = sum(shares)
  return STYLES.map((style) => (
    <div key={style} className="share" data-style={style}>
      <label htmlFor={`${id}${style}`}>{strings.lanes[style]}</label>
      <input
        id={`${id}${style}`}
        type="range"
        min={0}
        max={100}
        value={Math.min(100, shares[style])}
        disabled={disabled}
        onChange={(event) => onChange({ ...shares, [style]: Number(event.target.value) })}
        onPointerUp={onSettled}
        onKeyUp={onSettled}
      />
      <span className="num">{whole > 0 ? percent(shares[style] / whole) : '–'}</span>
    </div>
  ))
}
