import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { ActorColumn } from '../../../../main/contract/actor-columns.ts'
import { strings } from '../../base/strings/index.ts'
import { sortBy, useAllActors } from '../../model/all-actors/all-actors-store.ts'
import type { Tracks } from './widths.ts'

interface TableHeadProps {
  readonly columns: readonly ActorColumn[]
  readonly tracks: Tracks
}

/** Column headers: a single tab stop, arrow keys move between them, Enter sorts. */
export function TableHead({ columns, tracks }: TableHeadProps) {
  const sort = useAllActors((state) => state.sort)
  const [at, setAt] = useState(0)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -columns.length, End: columns.length }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(columns.length - 1, at + step))
    setAt(next)
    const heads = event.currentTarget.querySelectorAll('button')
    heads[next]?.focus()
  }
  return (
    <div role="rowgroup" className="actors-head" style={{ minWidth: tracks.minWidth }}>
      <div role="row" aria-rowindex={1} tabIndex={-1} className="actors-row-cells" style={tracks} onKeyDown={onKeyDown}>
        {columns.map((column, index) => {
          const sorted = sort.column === column
          const Arrow = sort.descending ? ArrowDown : ArrowUp
          return (
            <div
              key={column}
              role="columnheader"
              aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
              className="actors-th"
              data-column={column}
            >
              <button
                type="button"
                tabIndex={index === Math.min(at, columns.length - 1) ? 0 : -1}
                onClick={() => sortBy(column)}
                onFocus={() => setAt(index)}
              >
                <span className="ellipsis">{strings.allActors.columns[column]}</span>
                {sorted && <Arrow size={12} aria-hidden />}
              </button>
            </div>
          )
        })}
      </div>
    </div>
  )
}
