import type { ReactNode } from 'react'
import type { FleetView } from '../../../../main/contract/fleet.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { count, money } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'
import { Progress } from '../../base/ui/Bits.tsx'
import { NumberField } from '../../base/ui/NumberField.tsx'

/** Workers report every three seconds; after this time one counts as silent. */
const SILENT_S = 10

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly aside: string
  readonly children?: ReactNode
}

const Figure = ({ name, value, aside, children }: FigureProps) => (
  <div className="workers-figure">
    <dt>{name}</dt>
    <dd>
      <b className="num">{value}</b>
      <small className="num">{aside}</small>
      {children}
    </dd>
  </div>
)

export function Figures({
  view,
  plans,
}: {
  readonly view: Omit<FleetView, 'actors' | 'events'>
  readonly plans: number
}) {
  const { workers } = strings
  const silent = view.workers.filter(({ quietSeconds }) => quietSeconds > SILENT_S).length
  const { limitUsd, spentUsd, reservedUsd } = view
  return (
    <dl className="workers-figures">
      <Figure
        name={workers.workers}
        value={count(view.workers.length)}
        aside={view.workers.length === 0 ? workers.noWorkers : workers.silent(silent)}
      />
      <Figure name={workers.images} value={count(view.images)} aside={workers.lately(view.imagesLastMinute)} />
      <Figure
        name={workers.spent}
        value={money(spentUsd)}
        aside={[...(limitUsd === null ? [] : [workers.ofLimit(limitUsd)]), workers.underWay(reservedUsd)].join(' · ')}
      >
        {limitUsd !== null && limitUsd > 0 && (
          <Progress done={spentUsd + reservedUsd} total={limitUsd} label={workers.spent} />
        )}
      </Figure>
      <Figure name={workers.toCome} value={money(view.toComeUsd)} aside={workers.forPlans(plans)} />
      <div className="workers-figure">
        <dt>
          <label htmlFor="fleet-limit">{workers.limitLabel}</label>
        </dt>
        <dd>
          <NumberField
            id="fleet-limit"
            label={workers.limit}
            prefix="$"
            min={0}
            max={1e6}
            step={0.01}
            optional
            placeholder={workers.noLimit}
            value={limitUsd}
            onChange={(limit) => void attempt(() => api.fleet.budget({ limitUsd: limit }))}
          />
        </dd>
      </div>
    </dl>
  )
}
