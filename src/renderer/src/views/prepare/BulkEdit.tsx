import { ChevronDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CaptionChangeView, CaptionsChanged } from '../../../../main/contract/captions.ts'
import { TEMPLATE_VARIABLES, unknownVariables } from '../../../../main/domain/caption/template.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import type { ChangeCaptions } from './change.ts'

const text = strings.prepare.bulk
const PREVIEW_AFTER_MS = 250
/** Enough to see what it does; the rest is counted. */
const SHOWN = 40

type Kind = keyof typeof text.kinds
const KINDS = Object.keys(text.kinds) as readonly Kind[]

interface Draft {
  readonly words: string
  readonly by: string
  readonly regex: boolean
  readonly ignoreCase: boolean
}

/** What is to be done; null while something is missing. */
function changeOf(kind: Kind, { words, by, regex, ignoreCase }: Draft): CaptionChangeView | null {
  switch (kind) {
    case 'replace':
      return words === '' ? null : { kind, find: words, by, regex, ignoreCase }
    case 'prefix':
    case 'suffix':
    case 'remove':
      return words === '' ? null : { kind, text: words }
    case 'template':
      return words === '' || unknownVariables(words).length > 0 ? null : { kind, template: words }
    case 'trigger':
      return { kind, trigger: words.trim() }
    case 'shuffle':
      return { kind, seed: /^\d{1,9}$/.test(words) ? Number(words) : 0, keep: 1 }
    case 'dedupe':
    case 'clear':
    case 'tidy':
      return { kind }
  }
}

interface BulkEditProps {
  /** By file name; null: all of the set. */
  readonly chosen: ReadonlySet<string> | null
  readonly change: ChangeCaptions
}

/** One change to all captions or to those that are selected, with every caption that it changes shown first. */
export function BulkEdit({ chosen, change }: BulkEditProps) {
  const [kind, setKind] = useState<Kind>('replace')
  const [draft, setDraft] = useState<Draft>({ words: '', by: '', regex: false, ignoreCase: false })
  const [preview, setPreview] = useState<CaptionsChanged | null>(null)
  const [applied, setApplied] = useState(0)
  const what = changeOf(kind, draft)
  const key = JSON.stringify([what, chosen && [...chosen]])
  useEffect(() => {
    setPreview(null)
    if (what === null) return undefined
    let current = true
    const timer = setTimeout(() => {
      void change(what, { filenames: chosen, dryRun: true }).then((found) => current && setPreview(found))
    }, PREVIEW_AFTER_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `change` is new with every view, the question is not
  }, [key, applied])
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const [unknown] = kind === 'template' ? unknownVariables(draft.words) : []
  const label = text.words[kind]
  return (
    <form
      className="caption-tools"
      aria-label={text.title}
      onSubmit={(event) => {
        event.preventDefault()
        if (what) void change(what, { filenames: chosen }).then(() => setApplied((n) => n + 1))
      }}
    >
      <span className="caption-select">
        <select
          aria-label={text.kind}
          value={kind}
          onChange={(event) => setKind(KINDS.find((each) => each === event.target.value) ?? kind)}
        >
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {text.kinds[each]}
            </option>
          ))}
        </select>
        <ChevronDown size={13} aria-hidden />
      </span>
      {label !== null && (
        <label>
          {label}
          <input
            className="text-field"
            value={draft.words}
            placeholder={text.hints[kind] ?? ''}
            onChange={(event) => set({ words: event.target.value })}
          />
        </label>
      )}
      {kind === 'replace' && (
        <>
          <label>
            {text.replaceBy}
            <input className="text-field" value={draft.by} onChange={(event) => set({ by: event.target.value })} />
          </label>
          <div className="caption-choices">
            <label className="caption-check">
              <input type="checkbox" checked={draft.regex} onChange={(event) => set({ regex: event.target.checked })} />
              {text.regex}
            </label>
            <label className="caption-check">
              <input
                type="checkbox"
                checked={draft.ignoreCase}
                onChange={(event) => set({ ignoreCase: event.target.checked })}
              />
              {text.ignoreCase}
            </label>
          </div>
        </>
      )}
      {kind === 'template' && (
        <p className="soft">{unknown === undefined ? text.variables(TEMPLATE_VARIABLES) : text.unknown(unknown)}</p>
      )}
      <div className="caption-replace">
        <span className="soft num" role="status">
          {preview === null ? text.scope(chosen?.size ?? null) : text.preview(preview.captions)}
        </span>
        <Button size="s" type="submit" disabled={!preview?.captions}>
          {text.apply[kind] ?? text.go}
        </Button>
      </div>
      {preview !== null && preview.captions > 0 && (
        <ul className="caption-preview" aria-label={text.changes}>
          {preview.edits.slice(0, SHOWN).map(({ filename, before, after }) => (
            <li key={filename}>
              <span className="soft">{filename}</span>
              {before !== '' && <del>{before}</del>}
              {after === '' ? <em className="soft">{text.nothing}</em> : <ins>{after}</ins>}
            </li>
          ))}
          {preview.captions > SHOWN && <li className="soft">{text.more(preview.captions - SHOWN)}</li>}
        </ul>
      )}
    </form>
  )
}
