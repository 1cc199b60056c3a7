import { CircleAlert, Server } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { FleetActorState } from '../../../../main/contract/fleet.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty, Spinner } from '../../base/ui/Bits.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { closePanel } from '../../model/window/view-store.ts'
import { useWorkers, watchWorkers } from '../../model/work/workers-store.ts'
import { Activity } from './Activity.tsx'
import { ActorRows, isChosen } from './ActorRows.tsx'
import { Figures } from './Figures.tsx'
import { Orders } from './Orders.tsx'
import { StateFilter } from './StateFilter.tsx'
import './workers.css'

/** States of plans that still have to be paid for. */
const TO_COME: readonly FleetActorState[] = ['planned', 'approved', 'stopped']

/** Workers of the fleet, their costs and what they wait for; updated while it is open. */
export function WorkersDialog() {
  useEffect(watchWorkers, [])
  const { view, actors, events, problem } = useWorkers()
  const [state, setState] = useState<FleetActorState | 'all'>('all')
  const [find, setFind] = useState('')
  const [isActivity, setActivity] = useState(false)
  /** Chosen by plan and not by actor, because the user approves the plan they saw. */
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { workers } = strings
  const shown = useMemo(
    () =>
      [...actors.values()]
        .filter((actor) => state === 'all' || actor.state === state)
        .filter(({ actorId }) => actorId.toLowerCase().includes(find.trim().toLowerCase()))
        .toSorted((a, b) => a.actorId.localeCompare(b.actorId, 'en', { numeric: true })),
    [actors, state, find],
  )
  const planned = useMemo(() => [...actors.values()].filter((actor) => actor.state === 'planned'), [actors])
  const toCome = [...actors.values()].filter((actor) => TO_COME.includes(actor.state)).length
  return (
    <Dialog
      title={workers.title}
      intro={view?.store}
      size="full"
      onClose={closePanel}
      footer={
        view &&
        actors.size > 0 && <Orders planned={planned} chosen={planned.filter((actor) => isChosen(actor, chosen))} />
      }
    >
      {problem !== null && view === null && <Empty icon={<CircleAlert size={30} />} title={problem} />}
      {problem === null && view === null && (
        <p className="answer-wait" role="status">
          <Spinner label="" /> {workers.loading}
        </p>
      )}
      {view && (
        <>
          {(problem !== null || view.paused) && (
            <p className="workers-note" role="status">
              <CircleAlert size={14} aria-hidden /> {problem ?? workers.paused}
            </p>
          )}
          <Figures view={view} plans={toCome} />
          {actors.size === 0 ? (
            <Empty icon={<Server size={30} />} title={workers.nothing} text={workers.nothingText} />
          ) : (
            <>
              <StateFilter
                actors={actors}
                state={state}
                onState={setState}
                find={find}
                onFind={setFind}
                isActivity={isActivity}
                onActivity={setActivity}
              />
              {isActivity ? (
                <Activity events={events} find={find} />
              ) : (
                <ActorRows actors={shown} chosen={chosen} onChoose={setChosen} />
              )}
            </>
          )}
        </>
      )}
    </Dialog>
  )
}
