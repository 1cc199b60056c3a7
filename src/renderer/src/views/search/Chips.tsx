import { X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { Clause } from '../../../../main/domain/filter/parse.ts'
import { strings } from '../../base/strings/index.ts'
import { focusFilter } from '../../model/window/field-id.ts'
import { clearFilter, editClause, removeClause, turnClause, useFilter } from '../../model/images/filter-store.ts'

const { search } = strings
const chips = () => [...document.querySelectorAll<HTMLElement>('.filter-chip-text')]

export const focusLastChip = (): void => chips().at(-1)?.focus()

function onChipKey(event: KeyboardEvent<HTMLElement>, clause: Clause): void {
  const all = chips()
  const at = all.findIndex((chip) => chip === event.currentTarget)
  const to = (index: number) => (index >= all.length ? focusFilter() : all[Math.max(0, index)]?.focus())
  switch (event.key) {
    case 'ArrowLeft':
      to(at - 1)
      break
    case 'ArrowRight':
      to(at + 1)
      break
    case 'Home':
      to(0)
      break
    case 'End':
    case 'Escape':
      if (event.shiftKey) clearFilter()
      to(all.length)
      break
    case '-':
      turnClause(clause)
      break
    case 'Delete':
    case 'Backspace':
      // The next chip gets the focus, or the field after the last one.
      if (at === all.length - 1) focusFilter()
      removeClause(clause)
      break
    default:
      return
  }
  event.preventDefault()
  event.stopPropagation()
}

/** The applied filter as chips; each can be edited, negated and removed. */
export function Chips() {
  const text = useFilter((state) => state.text)
  const clauses = useFilter((state) => state.clauses)
  if (clauses.length === 0) return null
  return (
    <ul className="filter-chips" aria-label={search.chips}>
      {clauses.map((clause, at) => {
        const own = text.slice(clause.from, clause.to)
        const negated = clause.filter.kind === 'not'
        return (
          // Keyed by position, so that changing or removing a chip does not move the focus with it.
          <li key={at} className="filter-chip" data-negated={negated || undefined}>
            <button
              type="button"
              className="filter-chip-turn"
              tabIndex={-1}
              aria-label={search.turn(own)}
              title={search.turn(own)}
              aria-pressed={negated}
              onClick={() => turnClause(clause)}
            >
              {negated ? '≠' : '='}
            </button>
            <button
              type="button"
              className="filter-chip-text ellipsis"
              aria-label={search.edit(own)}
              title={own}
              onKeyDown={(event) => onChipKey(event, clause)}
              onClick={() => {
                editClause(clause)
                focusFilter()
              }}
            >
              {negated ? own.replace(/^(-|not\b)\s*/i, '') : own}
            </button>
            <button
              type="button"
              className="filter-chip-remove"
              tabIndex={-1}
              aria-label={search.remove(own)}
              title={search.remove(own)}
              onClick={() => removeClause(clause)}
            >
              <X size={11} aria-hidden />
            </button>
          </li>
        )
      })}
    </ul>
  )
}
