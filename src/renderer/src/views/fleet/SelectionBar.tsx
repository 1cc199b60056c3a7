import {
  GalleryHorizontalEnd,
  CircleCheck,
  Download,
  Play,
  Scale,
  ScanEye,
  ScanSearch,
  Target,
  Trash2,
  X,
} from 'lucide-react'
import type { PlanView } from '../../../../main/contract/views.ts'
import type { FleetRow } from '../../../../main/contract/fleet-columns.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { isJoined } from '../../model/work/workers-store.ts'
import { summarise } from '../../model/work/summary.ts'
import { strings } from '../../base/strings/index.ts'
import { Button, IconButton } from '../../base/ui/Button.tsx'
import { count } from '../../base/strings/format.ts'
import {
  assessSelected,
  balanceSelected,
  cullSelected,
  discardSelected,
  exportActors,
  startSelected,
  targetSelected,
  verifySelected,
} from '../../model/fleet/fleet-actions.ts'
import { selectActors } from '../../model/fleet/selection-store.ts'

const text = strings.fleetView
const { actions } = text

interface SelectionBarProps {
  readonly rows: readonly FleetRow[]
  readonly plans: ReadonlyMap<string, PlanView>
}

/** What can be done with the selected actors; each says how many it would act on. */
export function SelectionBar({ rows, plans }: SelectionBarProps) {
  const missing = useLibrary((state) => state.library?.missing ?? false)
  const joined = useLibrary(isJoined)
  const own = rows.flatMap((row) => plans.get(row.actor.actorId) ?? [])
  const ready = summarise(own.filter((plan) => !plan.stale))
  const n = rows.length
  return (
    <div className="fleet-bar" role="toolbar" aria-label={text.bar(n)}>
      <b className="num fleet-bar-count">
        <CircleCheck size={15} aria-hidden /> {text.selected(n)}
      </b>
      <Button
        size="s"
        variant="quiet"
        icon={<ScanEye size={14} />}
        aside={count(n)}
        disabled={missing}
        onClick={assessSelected}
      >
        {actions.assess}
      </Button>
      <Button
        size="s"
        variant="quiet"
        icon={<GalleryHorizontalEnd size={14} />}
        aside={count(n)}
        onClick={cullSelected}
      >
        {actions.cull}
      </Button>
      <Button size="s" icon={<Scale size={14} />} aside={count(n)} disabled={missing} onClick={balanceSelected}>
        {actions.balance}
      </Button>
      <Button size="s" variant="quiet" icon={<Target size={14} />} aside={count(n)} onClick={targetSelected}>
        {actions.target}
      </Button>
      {ready.actors > 0 && (
        <Button
          size="s"
          variant="primary"
          icon={<Play size={12} fill="currentColor" />}
          aside={`${count(ready.actors)} · ${strings.plan.price(ready.costUsd)}`}
          disabled={missing}
          onClick={startSelected}
        >
          {joined ? strings.plan.approve : actions.start}
        </Button>
      )}
      {own.length > 0 && (
        <Button
          size="s"
          variant="quiet"
          icon={<Trash2 size={14} />}
          aside={count(own.length)}
          onClick={() => void discardSelected(own.map((plan) => plan.actorId))}
        >
          {actions.discard}
        </Button>
      )}
      <Button size="s" variant="quiet" icon={<ScanSearch size={14} />} aside={count(n)} onClick={verifySelected}>
        {actions.verify}
      </Button>
      <Button size="s" variant="quiet" icon={<Download size={14} />} aside={count(n)} onClick={exportActors}>
        {actions.export}
      </Button>
      <IconButton label={text.clearSelection} onClick={() => selectActors({ type: 'clear' })}>
        <X size={15} />
      </IconButton>
    </div>
  )
}
