import { Autocomplete } from '@base-ui/react/autocomplete'
import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useActors } from '../../model/library/actors-store.ts'
import type { Image } from '../../model/images/image.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { IconButton, Kbd } from '../../base/ui/Button.tsx'
import { count } from '../../base/strings/format.ts'
import { Chips, focusLastChip } from './Chips.tsx'
import { FILTER_ID, focusFilter } from '../../model/window/field-id.ts'
import {
  addClause,
  applyFilter,
  clearFilter,
  editClause,
  keepDraft,
  typeDraft,
  useFilter,
} from '../../model/images/filter-store.ts'
import { leaveFilter } from '../../model/jump/leave.ts'
import { type Offer, offersFor } from '../../model/search/offers.ts'
import { useSavedFilters } from '../../model/search/saved.ts'
import { useCountsEverywhere, useCountsHere, usePrompts } from './use-counts.ts'

const text = strings.search
const NO_IMAGES: readonly Image[] = []
const MISTAKE_ID = 'image-filter-mistake'

/** Shows the error with its position in the typed text: above the open suggestions, otherwise below the field. */
function Mistake() {
  const draft = useFilter((state) => state.draft)
  const mistake = useFilter((state) => (state.told ? state.mistake : null))
  if (!mistake) return null
  return (
    <p id={MISTAKE_ID} className="filter-mistake" role="status">
      <code>
        {draft.slice(0, mistake.from)}
        <mark>{draft.slice(mistake.from, mistake.to)}</mark>
        {draft.slice(mistake.to)}
      </code>
      {mistake.message}
    </p>
  )
}

function choose({ kind, text: chosen, from }: Offer): void {
  if (kind === 'whole') {
    if (useFilter.getState().text === '') applyFilter(chosen)
    else addClause(chosen)
    return
  }
  const draft = useFilter.getState().draft.slice(0, from) + chosen
  typeDraft(draft)
  // A single word is complete with its value; a longer draft may continue.
  if (kind === 'part' && !/[\s(]/.test(draft.slice(0, from))) keepDraft()
}

interface FilterFieldProps {
  /** The images to filter; null for the whole library. */
  readonly images: readonly Image[] | null
}

/** The filter field: applied clauses as chips, and suggestions below. */
export function FilterField({ images }: FilterFieldProps) {
  const [open, setOpen] = useState(false)
  const highlighted = useRef<Offer | undefined>(undefined)
  const draft = useFilter((state) => state.draft)
  const clauses = useFilter((state) => state.clauses)
  const mistaken = useFilter((state) => state.told)
  const byId = useActors((state) => state.byId)
  const saved = useSavedFilters()
  const prompts = usePrompts(open)
  const groups = open ? offersFor(draft, saved, { actors: [...byId.keys()], prompts }) : []
  const offers = groups.flatMap((group) => group.items)
  const listed = offers.length > 0
  const whole = offers.filter((offer) => offer.kind === 'whole').map((offer) => offer.text)
  const here = useCountsHere(images ?? NO_IMAGES, whole, open && images !== null)
  const everywhere = useCountsEverywhere(whole, open && images === null)
  const counts = images === null ? everywhere : here
  const take = (offer: Offer) => {
    choose(offer)
    setOpen(offer.kind === 'key')
  }

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const atStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0
    const place = event.altKey && /^Digit[1-9]$/.test(event.code) ? Number(event.code.slice(5)) : null
    const suggestion = place === null ? undefined : offers.find((offer) => offer.place === place)
    const [first] = offers
    if (suggestion) {
      event.preventDefault()
      take(suggestion)
    } else if (event.key === 'Enter' && !highlighted.current) {
      event.preventDefault()
      if (keepDraft()) setOpen(false)
    } else if (event.key === 'Tab' && !event.shiftKey && open && draft !== '' && first) {
      event.preventDefault()
      take(highlighted.current ?? first)
    } else if (event.key === 'Escape') {
      // Escape closes the list first, then clears the text, then leaves the field.
      event.preventDefault()
      event.stopPropagation()
      if (event.shiftKey) {
        setOpen(false)
        clearFilter()
      } else if (listed) setOpen(false)
      else if (draft !== '') typeDraft('')
      else void leaveFilter()
    } else if (event.key === 'ArrowDown' && !listed) {
      setOpen(true)
    } else if (event.key === 'Backspace' && draft === '' && clauses.length > 0) {
      event.preventDefault()
      const last = clauses.at(-1)
      if (last) editClause(last)
    } else if (event.key === 'ArrowLeft' && atStart && clauses.length > 0) {
      event.preventDefault()
      focusLastChip()
    }
  }

  return (
    <div className="filter-field" data-mistaken={mistaken || undefined}>
      <Search size={14} aria-hidden />
      <Chips />
      <Autocomplete.Root
        inline
        items={groups}
        mode="none"
        // The pointer may happen to be over the list when it opens; Enter must add the typed text.
        highlightItemOnHover={false}
        value={draft}
        open={listed}
        onOpenChange={setOpen}
        onValueChange={(value, { reason }) => {
          if (reason === 'item-press') return
          typeDraft(value)
          setOpen(true)
        }}
        onItemHighlighted={(offer: Offer | undefined) => {
          highlighted.current = offer
        }}
        itemToStringValue={(offer: Offer) => offer.text}
      >
        <Autocomplete.Input
          id={FILTER_ID}
          className="filter-input"
          aria-label={text.field}
          aria-expanded={listed}
          aria-invalid={mistaken || undefined}
          aria-describedby={mistaken ? MISTAKE_ID : undefined}
          placeholder={clauses.length === 0 ? text.placeholder : ''}
          spellCheck={false}
          autoComplete="off"
          onKeyDown={onKeyDown}
          onFocus={() => setOpen(true)}
          onClick={() => setOpen(true)}
          onBlur={() => {
            keepDraft()
            setOpen(false)
          }}
        />
        {listed && (
          // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a press in the list must not take the focus from the field
          <div className="menu filter-offers" onMouseDown={(event) => event.preventDefault()}>
            <Mistake />
            <Autocomplete.List className="filter-offer-list">
              {(group: (typeof groups)[number]) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className="menu-label">{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(offer: Offer) => {
                      const n = counts.get(offer.text)
                      return (
                        <Autocomplete.Item
                          key={offer.id}
                          value={offer}
                          className="menu-item filter-offer"
                          onClick={() => take(offer)}
                        >
                          <span>{offer.label}</span>
                          <span className="ellipsis soft">{offer.hint}</span>
                          {offer.kind === 'whole' && n !== undefined && <b className="num">{count(n)}</b>}
                          {offer.place !== null && <Kbd>Alt {offer.place}</Kbd>}
                        </Autocomplete.Item>
                      )
                    }}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
            <p className="filter-hint">{text.hint}</p>
          </div>
        )}
      </Autocomplete.Root>
      {clauses.length > 0 || draft !== '' ? (
        <IconButton
          label={text.clear}
          onClick={() => {
            clearFilter()
            focusFilter()
          }}
        >
          <X size={14} />
        </IconButton>
      ) : (
        <Kbd>{capabilities.modifier} F</Kbd>
      )}
      {!listed && <Mistake />}
    </div>
  )
}
