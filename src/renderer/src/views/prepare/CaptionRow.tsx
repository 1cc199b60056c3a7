import { useEffect, useRef } from 'react'
import type { CaptionView } from '../../../../main/contract/training.ts'
import { strings } from '../../base/strings/index.ts'
import { useDraft } from '../../base/ui/use-draft.ts'
import type { ChangeCaptions } from './change.ts'

const text = strings.prepare.captions
/** Saved so long after the last key: one edit for what was typed in one go. */
const SAVE_AFTER_MS = 700

/** An image beside its caption. Saved while typing; Alt and the arrows go to the next and the one before. */
export function CaptionRow({ caption, change }: { readonly caption: CaptionView; readonly change: ChangeCaptions }) {
  const [draft, setDraft] = useDraft(caption.text)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const save = (value: string) => {
    clearTimeout(timer.current)
    if (value.trim() === caption.text) return
    const what = value.trim() === '' ? ({ kind: 'clear' } as const) : ({ kind: 'set', text: value } as const)
    void change(what, { filenames: [caption.filename] })
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const type = (value: string) => {
    setDraft(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => save(value), SAVE_AFTER_MS)
  }
  const { tokens } = caption
  return (
    <li className="caption-row" data-style={caption.style ?? undefined}>
      <img src={`${caption.thumbUrl}&size=256`} alt="" loading="lazy" />
      <div>
        <textarea
          className="text-field"
          rows={3}
          value={draft}
          aria-label={text.of(caption.filename)}
          placeholder={text.placeholder}
          onChange={(event) => type(event.target.value)}
          onBlur={() => save(draft)}
          onKeyDown={(event) => {
            if (!event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
            event.preventDefault()
            const row = event.currentTarget.closest('li')
            const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling
            next?.querySelector('textarea')?.focus()
          }}
        />
        <p className="caption-facts soft num">
          <span>{caption.filename}</span>
          {tokens && (
            <span data-over={tokens.clip > 75 || undefined} title={text.estimates(tokens.t5, tokens.qwen)}>
              {text.clip(tokens.clip)}
            </span>
          )}
          <span>{text.by(caption.by)}</span>
          {caption.stale && <span className="caption-stale">{text.stale}</span>}
        </p>
      </div>
    </li>
  )
}
