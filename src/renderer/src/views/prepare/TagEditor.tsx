import { Autocomplete } from '@base-ui/react/autocomplete'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { tagKey, tagsOf } from '../../../../main/domain/caption/pieces.ts'
import { movedTag, type TagCount } from '../../../../main/domain/caption/tags.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { TagChip } from './TagChip.tsx'

const text = strings.prepare.tags
/** Number of suggestions shown. */
const MOST = 8

interface TagEditorProps {
  readonly text: string
  readonly label: string
  readonly vocabulary: readonly TagCount[]
  readonly onChange: (text: string) => void
  readonly onLeave: () => void
}

/** Returns tags that start with the typed text, then tags that contain it, without those in the caption. */
function offersFor(typed: string, tags: readonly string[], vocabulary: readonly TagCount[]): readonly TagCount[] {
  const sought = tagKey(typed)
  if (sought === '') return []
  const there = new Set(tags.map(tagKey))
  const open = vocabulary.filter(({ tag }) => !there.has(tagKey(tag)))
  const begin = open.filter(({ tag }) => tagKey(tag).startsWith(sought))
  const hold = open.filter(({ tag }) => !tagKey(tag).startsWith(sought) && tagKey(tag).includes(sought))
  return [...begin, ...hold].slice(0, MOST)
}

/** A caption as tags: reordered by dragging or with Alt and the arrow keys, completed from the library's tags. */
export function TagEditor({ text: caption, label, vocabulary, onChange, onLeave }: TagEditorProps) {
  const list = useId()
  const [typed, setTyped] = useState('')
  const highlighted = useRef<TagCount | undefined>(undefined)
  const box = useRef<HTMLDivElement>(null)
  const tags = tagsOf(caption)
  const offers = offersFor(typed, tags, vocabulary)
  const set = (next: readonly string[]) => onChange(next.join(', '))
  const field = () => box.current?.querySelector('input')
  const chips = () => [...(box.current?.querySelectorAll<HTMLElement>('.tag-chip') ?? [])]
  const focusChip = (at: number) => (chips()[at] ?? field())?.focus()
  /** Rendered synchronously, because the next key may arrive before the next frame. */
  const setAndFocus = (next: readonly string[], at: number) => {
    flushSync(() => set(next))
    focusChip(at)
  }
  const add = (more: string) => {
    const fresh = tagsOf(more).filter((tag) => !tags.some((each) => tagKey(each) === tagKey(tag)))
    setTyped('')
    highlighted.current = undefined
    if (fresh.length > 0) set([...tags, ...fresh])
  }
  const move = (from: number, to: number) => {
    const next = movedTag(tags, from, to)
    if (next === tags) return
    setAndFocus(next, to)
    announce(text.moved(tags[from] ?? '', to + 1, tags.length))
  }
  const remove = (at: number) => setAndFocus(tags.toSpliced(at, 1), at)
  const onChipKey = (event: KeyboardEvent, at: number) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step !== undefined && event.altKey) move(at, at + step)
    else if (step !== undefined) focusChip(Math.max(0, at + step))
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(at)
    else if (event.key === 'Enter') {
      setTyped(tags[at] ?? '')
      set(tags.toSpliced(at, 1))
      field()?.focus()
    } else return
    event.preventDefault()
  }
  const onFieldKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const first = offers[0]
    if ((event.key === 'Enter' && !highlighted.current) || event.key === ',') add(typed)
    else if (event.key === 'Tab' && !event.shiftKey && typed !== '' && first) add((highlighted.current ?? first).tag)
    else if (event.key === 'Escape' && typed !== '') {
      setTyped('')
      event.stopPropagation()
    } else if (typed === '' && (event.key === 'Backspace' || event.key === 'ArrowLeft') && tags.length > 0)
      focusChip(tags.length - 1)
    else return
    event.preventDefault()
  }
  return (
    <div ref={box} className="tag-editor">
      <ul aria-label={label}>
        {tags.map((tag, at) => (
          // Keyed by position, so that changing or removing a tag does not move the focus with it.
          <TagChip key={at} list={list} tag={tag} at={at} onKey={onChipKey} onDrop={move} />
        ))}
      </ul>
      <Autocomplete.Root
        inline
        items={offers}
        mode="none"
        highlightItemOnHover={false}
        value={typed}
        open={offers.length > 0}
        onValueChange={(value, { reason }) => {
          if (reason !== 'item-press') setTyped(value)
        }}
        onItemHighlighted={(offer: TagCount | undefined) => {
          highlighted.current = offer
        }}
        itemToStringValue={(offer: TagCount) => offer.tag}
      >
        <Autocomplete.Input
          data-caption-field
          className="tag-input"
          aria-label={text.add(label)}
          aria-expanded={offers.length > 0}
          placeholder={tags.length === 0 ? text.first : text.more}
          spellCheck={false}
          autoComplete="off"
          onKeyDown={onFieldKey}
          onBlur={() => {
            add(typed)
            onLeave()
          }}
        />
        {offers.length > 0 && (
          // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a press in the list must not take the focus from the field
          <div className="menu tag-offers" onMouseDown={(event) => event.preventDefault()}>
            <Autocomplete.List>
              {(offer: TagCount) => (
                <Autocomplete.Item key={offer.tag} value={offer} className="menu-item" onClick={() => add(offer.tag)}>
                  <span className="ellipsis">{offer.tag}</span>
                  <b className="num soft">{offer.count}</b>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </div>
        )}
      </Autocomplete.Root>
    </div>
  )
}
