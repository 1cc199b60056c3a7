import { Play } from 'lucide-react'
import { useState } from 'react'
import { closePanel, useView } from '../../model/window/view-store.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { isJoined } from '../../model/work/workers-store.ts'
import { startRun } from '../../model/work/plan-actions.ts'
import { PlanTotals } from '../plan/PlanTotals.tsx'
import { summarise } from '../../model/work/summary.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { useOpenPlans } from './use-rows.ts'

const text = strings.allActors.start

/** Asks for confirmation before the plans of the selected actors run: removals, new images, cost and time. */
export function StartPlans() {
  const scope = useView((state) => state.panelScope) ?? []
  const joined = useLibrary(isJoined)
  const open = useOpenPlans()
  const [starting, setStarting] = useState(false)
  const plans = scope.flatMap((actorId) => open.get(actorId) ?? [])
  const ready = plans.filter((plan) => !plan.stale && summarise([plan]).actors > 0)
  const stale = plans.filter((plan) => plan.stale).length
  const without = scope.length - plans.length
  const start = async () => {
    setStarting(true)
    await startRun(ready.map((plan) => plan.actorId))
    setStarting(false)
  }
  return (
    <Dialog
      title={text.title(ready.length)}
      intro={joined ? text.introInFleet : text.intro}
      onClose={closePanel}
      footer={
        <>
          <Button variant="quiet" onClick={closePanel}>
            {strings.cancel}
          </Button>
          <Button
            variant="primary"
            icon={<Play size={14} fill="currentColor" />}
            disabled={ready.length === 0 || starting}
            onClick={() => void start()}
          >
            {joined ? strings.balanceAll.approve(ready.length) : text.go(ready.length)}
          </Button>
        </>
      }
    >
      <PlanTotals plans={ready} />
      {ready.length === 0 && <p className="soft">{text.nothing}</p>}
      {stale > 0 && <p className="soft">{text.stale(stale)}</p>}
      {without > 0 && <p className="soft">{text.without(without)}</p>}
    </Dialog>
  )
}
