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
import type { ComponentProps } from 'react'
import type { PlanView } from '../../../../main/contract/views.ts'
import type { ActorRow } from '../../../../main/contract/actor-columns.ts'
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
} from '../../model/all-actors/actor-actions.ts'
import { selectActors } from '../../model/all-actors/selection-store.ts'

const text = strings.allActors
const { actions } = text

interface ActionProps extends ComponentProps<typeof Button> {
  /** Number of actors that the action applies to. */
  readonly n: number
  readonly costUsd?: number | null
}

const Action = ({ n, costUsd, ...button }: ActionProps) => (
  <Button
    size="s"
    variant="quiet"
    aside={costUsd === undefined ? count(n) : `${count(n)} · ${strings.plan.price(costUsd)}`}
    {...button}
  />
)

interface SelectionBarProps {
  readonly rows: readonly ActorRow[]
  readonly plans: ReadonlyMap<string, PlanView>
}

/** Actions for the selected actors, each with the number of actors it applies to. */
export function SelectionBar({ rows, plans }: SelectionBarProps) {
  const missing = useLibrary((state) => state.library?.missing ?? false)
  const joined = useLibrary(isJoined)
  const own = rows.flatMap((row) => plans.get(row.actor.actorId) ?? [])
  const ready = summarise(own.filter((plan) => !plan.stale))
  const n = rows.length
  return (
    <div className="actors-bar" role="toolbar" aria-label={text.bar(n)}>
      <b className="num actors-bar-count">
        <CircleCheck size={15} aria-hidden /> {text.selected(n)}
      </b>
      <Action icon={<ScanEye size={14} />} n={n} disabled={missing} onClick={assessSelected}>
        {actions.assess}
      </Action>
      <Action icon={<GalleryHorizontalEnd size={14} />} n={n} onClick={cullSelected}>
        {actions.cull}
      </Action>
      <Action icon={<Scale size={14} />} variant="plain" n={n} disabled={missing} onClick={balanceSelected}>
        {actions.balance}
      </Action>
      <Action icon={<Target size={14} />} n={n} onClick={targetSelected}>
        {actions.target}
      </Action>
      {ready.actors > 0 && (
        <Action
          icon={<Play size={12} fill="currentColor" />}
          variant="primary"
          n={ready.actors}
          costUsd={ready.costUsd}
          disabled={missing}
          onClick={startSelected}
        >
          {joined ? strings.plan.approve : actions.start}
        </Action>
      )}
      {own.length > 0 && (
        <Action
          icon={<Trash2 size={14} />}
          n={own.length}
          onClick={() => void discardSelected(own.map((plan) => plan.actorId))}
        >
          {actions.discard}
        </Action>
      )}
      <Action icon={<ScanSearch size={14} />} n={n} onClick={verifySelected}>
        {actions.verify}
      </Action>
      <Action icon={<Download size={14} />} n={n} onClick={exportActors}>
        {actions.export}
      </Action>
      <IconButton label={text.clearSelection} onClick={() => selectActors({ type: 'clear' })}>
        <X size={15} />
      </IconButton>
    </div>
  )
}
