import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import type { PlanView } from '../../../../main/contract/views.ts'
import { toggled } from '../../base/ui/toggled.ts'
import { PlanRow } from './PlanRow.tsx'

const ROW = 58

/** Expandable plans, actor by actor, in a virtual list of any length. Mounted together with its scroll container, which it measures. */
export function PlanRows({ plans }: { readonly plans: readonly PlanView[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: plans.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => plans[index]?.actorId ?? index,
    estimateSize: () => ROW,
    overscan: 8,
    useFlushSync: false,
  })
  const toggle = (actorId: string) => setOpen((now) => toggled(now, actorId))
  return (
    <div ref={scroller} className="plan-rows">
      <ul style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const plan = plans[item.index]
          return (
            plan && (
              <PlanRow
                key={plan.actorId}
                plan={plan}
                index={item.index}
                top={item.start}
                measure={rows.measureElement}
                open={open.has(plan.actorId)}
                onToggle={toggle}
              />
            )
          )
        })}
      </ul>
    </div>
  )
}
