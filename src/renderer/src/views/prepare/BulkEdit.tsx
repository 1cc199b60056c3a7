import { ChevronDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CaptionChangeView, CaptionsChanged } from '../../../../main/contract/captions.ts'
import { patternProblem } from '../../../../main/domain/caption/change.ts'
import { differenceOf } from '../../../../main/domain/caption/difference.ts'
import { TEMPLATE_VARIABLES, unknownVariables } from '../../../../main/domain/caption/template.ts'
import { strings } from '../../base/strings/index.ts'
import { Select } from '../../base/ui/Select.tsx'
import { Button } from '../../base/ui/Button.tsx'
import type { ChangeCaptions, Scope } from './change.ts'

const text = strings.prepare.bulk
const PREVIEW_AFTER_MS = 250
/** Number of changes previewed; the rest are counted. */
const SHOWN = 40

type Kind = keyof typeof text.kinds
const KINDS = Object.keys(text.kinds) as readonly Kind[]

interface Draft {
  readonly words: string
  readonly by: string
  readonly regex: boolean
  readonly ignoreCase: boolean
  readonly whole: boolean
}

/** Returns the change described by the form, or null while something is missing. */
function changeOf(kind: Kind, { words, by, regex, ignoreCase, whole }: Draft): CaptionChangeView | null {
  switch (kind) {
    case 'replace':
      return words === '' ? null : { kind, find: words, by, regex, ignoreCase, words: whole }
    case 'prefix':
    case 'suffix':
    case 'remove':
      return words === '' ? null : { kind, text: words }
    case 'template':
      return words === '' || unknownVariables(words).length > 0 ? null : { kind, template: words }
    case 'trigger':
      return { kind, trigger: words.trim() }
    case 'shuffle':
      return { kind, seed: Math.floor(Date.now() / 1000) % 1000, keep: /^\d{1,3}$/.test(words) ? Number(words) : 1 }
    case 'dedupe':
    case 'clear':
    case 'tidy':
      return { kind }
  }
}

const Difference = ({ start, from, to, end }: ReturnType<typeof differenceOf>) => (
  <p>
    {start}
    {from !== '' && <del>{from}</del>}
    {to !== '' && <ins>{to}</ins>}
    {end}
  </p>
)

interface BulkEditProps {
  /** File names of the selected images; null for the whole set. */
  readonly chosen: ReadonlySet<string> | null
  readonly scope: Scope
  /** Number of captions in the set. */
  readonly total: number
  readonly change: ChangeCaptions
}

/** One change to all or the selected captions, with a preview of every change. */
export function BulkEdit({ chosen, scope, total, change }: BulkEditProps) {
  const [kind, setKind] = useState<Kind>('replace')
  const [draft, setDraft] = useState<Draft>({ words: '', by: '', regex: false, ignoreCase: false, whole: false })
  const [preview, setPreview] = useState<CaptionsChanged | null>(null)
  const [applied, setApplied] = useState(0)
  const asked = changeOf(kind, draft)
  const problem = asked?.kind === 'replace' ? patternProblem(asked) : null
  const what = problem === null ? asked : null
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
        <Select aria-label={text.kind} value={kind} of={KINDS} nameOf={(each) => text.kinds[each]} onChoose={setKind} />
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
            <label className="caption-check">
              <input type="checkbox" checked={draft.whole} onChange={(event) => set({ whole: event.target.checked })} />
              {text.whole}
            </label>
          </div>
        </>
      )}
      {kind === 'template' && (
        <p className={unknown === undefined ? 'soft' : 'caption-problem'}>
          {unknown === undefined ? text.variables(TEMPLATE_VARIABLES) : text.unknown(unknown)}
        </p>
      )}
      {problem !== null && (
        <p className="caption-problem" role="alert">
          {text.badPattern(problem)}
        </p>
      )}
      <div className="caption-replace">
        <span className="soft num" role="status">
          {text.scopes[scope](chosen?.size ?? total)}
          {preview !== null && `: ${text.preview(preview.captions)}`}
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
              {before === '' || after === '' ? (
                <>
                  {before !== '' && <del>{before}</del>}
                  {after === '' ? <em className="soft">{text.nothing}</em> : <ins>{after}</ins>}
                </>
              ) : (
                <Difference {...differenceOf(before, after)} />
              )}
            </li>
          ))}
          {preview.captions > SHOWN && <li className="soft">{text.more(preview.captions - SHOWN)}</li>}
        </ul>
      )}
    </form>
  )
}
