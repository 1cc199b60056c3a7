import { ScrollText } from 'lucide-react'
import type { FleetActorState, FleetActorView } from '../../../../main/contract/fleet.ts'
import { count } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { Segmented } from '../../base/ui/Segmented.tsx'

/** States in order of urgency. */
const ORDER: readonly FleetActorState[] = [
  'planned',
  'stopped',
  'failed',
  'approved',
  'publishing',
  'waiting',
  'done',
  'cancelled',
]

interface StateFilterProps {
  readonly actors: ReadonlyMap<string, FleetActorView>
  readonly state: FleetActorState | 'all'
  readonly onState: (state: FleetActorState | 'all') => void
  readonly find: string
  readonly onFind: (text: string) => void
  /** True while the list of events is shown instead of the actors. */
  readonly isActivity: boolean
  readonly onActivity: (isActivity: boolean) => void
}

export function StateFilter({ actors, state, onState, find, onFind, isActivity, onActivity }: StateFilterProps) {
  const { workers } = strings
  const counts = new Map<FleetActorState, number>()
  for (const actor of actors.values()) counts.set(actor.state, (counts.get(actor.state) ?? 0) + 1)
  const some = ORDER.filter((each) => counts.has(each) || each === state)
  const options = Object.fromEntries([
    ['all', `${workers.all} ${count(actors.size)}`],
    ...some.map((each) => [each, `${workers.states[each]} ${count(counts.get(each) ?? 0)}`]),
  ]) as Record<FleetActorState | 'all', string>
  return (
    <div className="workers-filter">
      {isActivity ? (
        <p className="soft">{workers.latestFirst}</p>
      ) : (
        <Segmented label={workers.show} value={state} options={options} onChange={onState} />
      )}
      <Button
        variant="quiet"
        icon={<ScrollText size={14} />}
        aria-pressed={isActivity}
        onClick={() => onActivity(!isActivity)}
      >
        {workers.activity}
      </Button>
      <input
        type="search"
        className="text-field"
        data-narrow=""
        spellCheck={false}
        placeholder={workers.find}
        aria-label={workers.find}
        value={find}
        onChange={(event) => onFind(event.target.value)}
      />
    </div>
  )
}
