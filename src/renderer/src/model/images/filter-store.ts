import { create } from 'zustand'
import { withoutUnfinished } from '../../../../main/domain/filter/complete.ts'
import { joined, withOpposite, withoutClause } from '../../../../main/domain/filter/edit.ts'
import { type Matcher, matcherOf } from '../../../../main/domain/filter/match.ts'
import { type Clause, parseFilter } from '../../../../main/domain/filter/parse.ts'
import type { FilterMistake } from '../../../../main/domain/filter/tokens.ts'

interface FilterState {
  /** The clauses shown as chips; always valid. */
  readonly text: string
  readonly clauses: readonly Clause[]
  /** The text being typed after the chips. */
  readonly draft: string
  /** The error in the draft; a draft with an error is not applied. */
  readonly mistake: FilterMistake | null
  /** True when the error is shown: not while a word is still being typed, unless the user tries to add it. */
  readonly told: boolean
  /** The applied filter; empty shows all images. */
  readonly applied: string
  /** Null shows all images. */
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

/**
 * Returns the draft as a clause of the filter, or an empty string while it is invalid. Brackets keep a typed "a or b" together beside the
 * chips.
 */
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

/** The image filter, shared by the open actor and the search of the whole library. */
export const useFilter = create<FilterState>()(() => NO_FILTER)

export const clearFilter = (): void => useFilter.setState(NO_FILTER, true)

/** Applies a suggested or saved filter. An invalid text goes into the field to be corrected. */
export const applyFilter = (text: string): void =>
  useFilter.setState(parseFilter(text).ok ? stateOf(text, '') : stateOf('', text), true)

export const typeDraft = (draft: string): void => useFilter.setState(({ text }) => stateOf(text, draft), true)

/** Turns the typed text into chips. Returns false when it is invalid. */
export function keepDraft(): boolean {
  const { text, draft, mistake } = useFilter.getState()
  if (mistake) {
    useFilter.setState({ told: true })
    return false
  }
  if (draft.trim() !== '') useFilter.setState(stateOf(joined([text, partOf(draft)]), ''), true)
  return true
}

/** Adds a clause to the existing ones in place of the typed text. */
export const addClause = (clause: string): void =>
  useFilter.setState(({ text }) => stateOf(joined([text, clause]), ''), true)

export const removeClause = (clause: Clause): void =>
  useFilter.setState(({ text, draft }) => stateOf(withoutClause(text, clause), draft), true)

export const turnClause = (clause: Clause): void =>
  useFilter.setState(({ text, draft }) => stateOf(withOpposite(text, clause), draft), true)

/** Moves a clause back into the field for editing. */
export const editClause = (clause: Clause): void =>
  useFilter.setState(({ text }) => stateOf(withoutClause(text, clause), text.slice(clause.from, clause.to)), true)
