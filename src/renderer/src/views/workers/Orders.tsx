import { Pause, Play } from 'lucide-react'
import { useState } from 'react'
import type { FleetActorView } from '../../../../main/contract/fleet.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { isOpen, useWorkers } from '../../model/work/workers-store.ts'
import { approve } from './approve.ts'

interface OrdersProps {
  /** Actors whose plans need approval. */
  readonly planned: readonly FleetActorView[]
  readonly chosen: readonly FleetActorView[]
}

/** Commands for the whole fleet. */
export function Orders({ planned, chosen }: OrdersProps) {
  const { workers } = strings
  const paused = useWorkers(({ view }) => view?.paused === true)
  const open = useWorkers(({ actors }) => actors.values().filter(isOpen).toArray().length)
  const stopped = useWorkers(({ actors }) => [...actors.values()].filter(({ state }) => state === 'stopped').length)
  const [sure, setSure] = useState(false)
  return (
    <>
      {sure ? (
        <>
          <Button
            variant="danger"
            onClick={() => {
              setSure(false)
              void attempt(() => api.fleet.cancel())
            }}
          >
            {workers.sure(open)}
          </Button>
          <Button variant="quiet" className="grow" onClick={() => setSure(false)}>
            {workers.keep}
          </Button>
        </>
      ) : (
        <>
          {paused || stopped > 0 ? (
            <Button icon={<Play size={14} />} onClick={() => void attempt(() => api.fleet.resume())}>
              {paused ? workers.resume : workers.resumeStopped(stopped)}
            </Button>
          ) : (
            <Button icon={<Pause size={14} />} onClick={() => void attempt(() => api.fleet.pause())}>
              {workers.pause}
            </Button>
          )}
          <Button variant="quiet" className="grow" disabled={open === 0} onClick={() => setSure(true)}>
            {workers.cancel}
          </Button>
        </>
      )}
      {chosen.length > 0 ? (
        <Button variant="primary" onClick={() => void approve(chosen)}>
          {workers.approveSome(chosen.length)}
        </Button>
      ) : (
        planned.length > 0 && (
          <Button variant="primary" onClick={() => void approve(planned)}>
            {workers.approveAll(planned.length)}
          </Button>
        )
      )}
    </>
  )
}
