import { create } from 'zustand'
import { withoutUnfinished } from '../../../../main/domain/filter/complete.ts'
import { joined, withOpposite, withoutClause } from '../../../../main/domain/filter/edit.ts'
import { type Matcher, matcherOf } from '../../../../main/domain/filter/match.ts'
import { type Clause, parseFilter } from '../../../../main/domain/filter/parse.ts'
import type { FilterMistake } from '../../../../main/domain/filter/tokens.ts'

interface FilterState {
  /** What is kept as chips. Always understood. */
  readonly text: string
  readonly clauses: readonly Clause[]
  /** What is being typed beside them. */
  readonly draft: string
  /** What is wrong with the draft; it does not count as long as something is. */
  readonly mistake: FilterMistake | null
  /** Whether to say so: not of a word that is still being typed, unless somebody wants to keep it. */
  readonly told: boolean
  /** What is in force; empty: everything is shown. */
  readonly applied: string
  /** Null: everything is shown. */
  readonly matches: Matcher | null
}

const NO_FILTER: FilterState = {
  text: '',
  clauses: [],
  draft: '',
  mistake: null,
  told: false,
  applied: '',
  matches: null,
}

/** A draft as a part of a filter; empty while it is not understood. Brackets keep a typed "a or b" together beside the chips. */
function partOf(draft: string): string {
  const typed = parseFilter(draft)
  if (!typed.ok) return ''
  return typed.clauses.some((clause) => clause.bare) ? `(${draft})` : draft
}

function stateOf(text: string, draft: string): FilterState {
  const kept = parseFilter(text)
  const typed = parseFilter(draft)
  const meant = withoutUnfinished(draft)
  const applied = joined([text, partOf(meant)])
  const whole = parseFilter(applied)
  return {
    text,
    clauses: kept.ok ? kept.clauses : [],
    draft,
    mistake: typed.ok ? null : typed.mistake,
    told: !typed.ok && !parseFilter(meant).ok,
    applied,
    matches: whole.ok && applied !== '' ? matcherOf(whole.filter) : null,
  }
}

/** The filter over the images; the actor that is shown and the whole library share it. */
export const useFilter = create<FilterState>()(() => NO_FILTER)

export const clearFilter = (): void => useFilter.setState(NO_FILTER, true)

/** A filter from elsewhere: a suggestion, one that was saved. Texts that are not understood (any more) are typed in, to be mended. */
export const applyFilter = (text: string): void =>
  useFilter.setState(parseFilter(text).ok ? stateOf(text, '') : stateOf('', text), true)

export const typeDraft = (draft: string): void => useFilter.setState(({ text }) => stateOf(text, draft), true)

/** Makes chips of what was typed; false: it is not understood. */
export function keepDraft(): boolean {
  const { text, draft, mistake } = useFilter.getState()
  if (mistake) {
    useFilter.setState({ told: true })
    return false
  }
  if (draft.trim() !== '') useFilter.setState(stateOf(joined([text, partOf(draft)]), ''), true)
  return true
}

/** Adds a clause beside those that are there, in place of what was typed. */
export const addClause = (clause: string): void =>
  useFilter.setState(({ text }) => stateOf(joined([text, clause]), ''), true)

export const removeClause = (clause: Clause): void =>
  useFilter.setState(({ text, draft }) => stateOf(withoutClause(text, clause), draft), true)

export const turnClause = (clause: Clause): void =>
  useFilter.setState(({ text, draft }) => stateOf(withOpposite(text, clause), draft), true)

/** Puts a clause back into the field, to be changed. */
export const editClause = (clause: Clause): void =>
  useFilter.setState(({ text }) => stateOf(withoutClause(text, clause), text.slice(clause.from, clause.to)), true)
