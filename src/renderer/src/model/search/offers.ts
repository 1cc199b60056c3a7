import type { SavedFilter } from '../../../../main/contract/search.ts'
import { completionsAt, type Vocabulary } from '../../../../main/domain/filter/complete.ts'
import { strings } from '../../base/strings/index.ts'
import { SUGGESTED } from './suggestions.ts'

/** A suggestion of the filter field. */
export interface Offer {
  readonly id: string
  /** The filter, or the completion of the draft. */
  readonly text: string
  readonly label: string
  readonly hint: string
  /** `whole`: a complete filter; `part`: a word of the draft; `key`: a key that needs a value. */
  readonly kind: 'whole' | 'part' | 'key'
  /** Offset in the draft from which it is replaced. */
  readonly from: number
  /** Position among the suggestions, from 1; these have number keys. */
  readonly place: number | null
}

interface OfferGroup {
  readonly value: string
  readonly items: readonly Offer[]
}

/** Returns suggestions for a draft: complete filters when nothing is typed, otherwise completions of the last word. */
export function offersFor(draft: string, saved: readonly SavedFilter[], vocabulary: Vocabulary): readonly OfferGroup[] {
  const { groups, keys } = strings.search
  const completions = completionsAt(draft, vocabulary)
  const next = completions.items.map((item): Offer => ({
    id: `next:${item.text}`,
    text: item.text,
    label: item.text,
    hint: keys[item.text] ?? '',
    kind: item.kind === 'key' ? 'key' : 'part',
    from: completions.from,
    place: null,
  }))
  if (draft !== '') return next.length > 0 ? [{ value: groups.next, items: next }] : []
  const suggested = SUGGESTED.map(([filter, label], index): Offer => ({
    id: `suggested:${filter}`,
    text: filter,
    label,
    hint: filter,
    kind: 'whole',
    from: 0,
    place: index + 1,
  }))
  const named = saved.map(({ name, filter }): Offer => ({
    id: `saved:${name}`,
    text: filter,
    label: name,
    hint: filter,
    kind: 'whole',
    from: 0,
    place: null,
  }))
  return [
    { value: groups.suggested, items: suggested },
    { value: groups.saved, items: named },
    { value: groups.next, items: next },
  ].filter((group) => group.items.length > 0)
}
