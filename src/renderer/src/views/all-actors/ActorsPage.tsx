import { Download, ImagePlus } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { clearActorQuery, useActors } from '../../model/library/actors-store.ts'
import { chooseFolder } from '../../model/session/library-actions.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { QuoteBar } from '../vision/QuoteBar.tsx'
import { useVision } from '../../model/work/vision-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { exportActors } from '../../model/all-actors/actor-actions.ts'
import { ActorsMenu } from './ActorsMenu.tsx'
import { ActorsTable } from './ActorsTable.tsx'
import { ActorsWall } from './ActorsWall.tsx'
import { setLayout, useAllActors } from '../../model/all-actors/all-actors-store.ts'
import { focusAllActors } from './focus.ts'
import { Overview } from './Overview.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { useActorSelection } from '../../model/all-actors/selection-store.ts'
import { useActorRows, useOpenPlans } from './use-rows.ts'
import { setShownRows } from '../../model/all-actors/view-rows.ts'
import './all-actors.css'

const text = strings.allActors

function Nothing() {
  const any = useActors((state) => state.byId.size > 0)
  const ready = useLibrary((state) => state.library?.indexed ?? true)
  const loaded = useActors((state) => state.loaded)
  if (any) {
    return (
      <Empty title={text.none}>
        <Button onClick={clearActorQuery}>{text.clear}</Button>
      </Empty>
    )
  }
  if (!loaded || !ready) return <div className="actors-wait" aria-busy="true" />
  return (
    <Empty icon={<ImagePlus size={32} />} title={strings.library.empty} text={strings.library.emptyText}>
      <Button onClick={() => void chooseFolder()}>{strings.library.open}</Button>
    </Empty>
  )
}

/** Price of assessing the selected actors with the paid evaluator. */
function Price() {
  const asked = useVision((state) => state.asked)
  const [first] = [...asked].filter(([, { purpose }]) => purpose === 'assess')
  return first ? <QuoteBar of={first[0]} asked={first[1]} /> : null
}

/** All actors of the library: the mix and its price on top, a table or a wall below, and actions for the selection. */
export function ActorsPage() {
  const all = useActors((state) => state.byId.size)
  const layout = useAllActors((state) => state.layout)
  const plans = useOpenPlans()
  const rows = useActorRows(plans)
  const order = useMemo(() => rows.map((row) => row.actor.actorId), [rows])
  const selected = useActorSelection((state) => state.selected)
  const chosen = useMemo(() => rows.filter((row) => selected.has(row.actor.actorId)), [rows, selected])
  useEffect(() => setShownRows(rows), [rows])
  useEffect(focusAllActors, [layout])
  return (
    <main className="pane all-actors" tabIndex={-1} aria-label={text.title}>
      <header className="actors-header">
        <div className="actor-title">
          <h1>{text.title}</h1>
          <p className="num soft">{text.shown(rows.length, all)}</p>
        </div>
        <Segmented label={text.layout} value={layout} options={text.layouts} onChange={setLayout} />
        <ActorsMenu />
        <Button icon={<Download size={15} />} disabled={rows.length === 0} onClick={exportActors}>
          {text.actions.export}
        </Button>
      </header>
      {rows.length === 0 ? (
        <Nothing />
      ) : (
        <>
          <Overview rows={chosen.length > 0 ? chosen : rows} plans={plans} selected={chosen.length > 0} />
          <Price />
          {layout === 'table' ? <ActorsTable rows={rows} order={order} /> : <ActorsWall rows={rows} order={order} />}
          {chosen.length > 0 && <SelectionBar rows={chosen} plans={plans} />}
        </>
      )}
    </main>
  )
}
