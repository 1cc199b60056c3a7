import { Check, Tags, TextQuote } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { CaptionView } from '../../../../main/contract/captions.ts'
import { isTags } from '../../../../main/domain/caption/pieces.ts'
import type { TagCount } from '../../../../main/domain/caption/tags.ts'
import { CLIP_LIMIT } from '../../../../main/domain/caption/tokens.ts'
import { strings } from '../../base/strings/index.ts'
import { IconButton } from '../../base/ui/Button.tsx'
import { TextConflict } from '../../base/ui/TextConflict.tsx'
import { useSavedDraft } from '../../base/ui/use-saved-draft.ts'
import { captionLost, captionText } from '../../model/edits/caption-text.ts'
import type { ChangeCaptions, ThumbSide } from './change.ts'
import { TagEditor } from './TagEditor.tsx'

const text = strings.prepare.captions

interface CaptionRowProps {
  readonly caption: CaptionView
  readonly index: number
  /** Top of the row in CSS pixels. */
  readonly top: number
  readonly measure: (element: HTMLElement | null) => void
  readonly selected: boolean
  readonly onSelect: (index: number, extend: boolean) => void
  readonly onFocusRow: (index: number) => void
  /** Side of the thumbnail in pixels. */
  readonly size: ThumbSide
  readonly change: ChangeCaptions
  readonly vocabulary: readonly TagCount[]
}

/** An image beside its caption, as text or as tags. Saved while typing; Alt with an arrow key moves to the next or previous one. */
export function CaptionRow(props: CaptionRowProps) {
  const { caption, index, top, measure, selected, onSelect, onFocusRow, size, change, vocabulary } = props
  const { tokens, filename } = caption
  const { draft, type, save, ...conflict } = useSavedDraft(
    caption.text,
    async (value, over) => (await change(captionText(value, over), { filenames: [filename] })) !== null,
    captionLost(filename),
  )
  // Once the user types, the editor does not switch between tags and text by itself.
  const [chosen, setChosen] = useState<'tags' | 'text' | null>(null)
  const asTags = chosen === null ? isTags(caption.text) : chosen === 'tags'
  const typeHere = (value: string) => {
    setChosen(asTags ? 'tags' : 'text')
    type(value)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
    event.preventDefault()
    onFocusRow(event.key === 'ArrowDown' ? index + 1 : index - 1)
  }
  return (
    <li
      ref={measure}
      className="caption-row"
      data-index={index}
      data-style={caption.style ?? undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <button
        type="button"
        className="caption-image"
        aria-pressed={selected}
        aria-label={text.select(filename)}
        onClick={(event) => onSelect(index, event.shiftKey)}
      >
        <img src={`${caption.thumbUrl}&size=${size}`} alt="" loading="lazy" draggable={false} />
        {selected && <Check size={14} aria-hidden />}
      </button>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the field inside, whichever it is */}
      <div onKeyDown={onKeyDown}>
        {asTags ? (
          <TagEditor
            text={draft}
            label={text.of(filename)}
            vocabulary={vocabulary}
            onChange={typeHere}
            onLeave={save}
          />
        ) : (
          <textarea
            data-caption-field
            className="text-field"
            rows={3}
            value={draft}
            aria-label={text.of(filename)}
            placeholder={text.placeholder}
            onChange={(event) => typeHere(event.target.value)}
            onBlur={save}
          />
        )}
        <TextConflict {...conflict} />
        <p className="caption-facts soft num">
          <IconButton label={asTags ? text.asText : text.asTags} onClick={() => setChosen(asTags ? 'text' : 'tags')}>
            {asTags ? <TextQuote size={14} /> : <Tags size={14} />}
          </IconButton>
          <span>{filename}</span>
          {tokens && (
            <>
              <span data-over={tokens.clip > CLIP_LIMIT || undefined}>{text.clip(tokens.clip)}</span>
              <span title={text.estimated}>{text.estimates(tokens.t5, tokens.qwen)}</span>
            </>
          )}
          <span>{text.by(caption.by)}</span>
          {caption.stale && <span className="caption-stale">{text.stale}</span>}
        </p>
      </div>
    </li>
  )
}
