import { useEffect, useState } from 'react'
import { PenLine, Tag } from 'lucide-react'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import type { ChangeCaptions } from './change.ts'

const text = strings.prepare.captions
const PREVIEW_AFTER_MS = 250

/** What can be done to all captions of the set; a replacement says first how many it changes. */
export function CaptionTools({ change }: { readonly change: ChangeCaptions }) {
  const [find, setFind] = useState('')
  const [by, setBy] = useState('')
  const [regex, setRegex] = useState(false)
  const [hits, setHits] = useState<number | null>(null)
  const replacement = { kind: 'replace', find, by, regex, ignoreCase: false } as const
  useEffect(() => {
    if (find === '') return setHits(null)
    const timer = setTimeout(() => {
      void change({ kind: 'replace', find, by, regex, ignoreCase: false }, { dryRun: true }).then((edits) =>
        setHits(edits?.length ?? null),
      )
    }, PREVIEW_AFTER_MS)
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `change` is new with every view, the question is not
  }, [find, by, regex])
  return (
    <div className="caption-tools">
      <div className="caption-buttons">
        <Button
          size="s"
          icon={<PenLine size={14} />}
          onClick={() => void change({ kind: 'template', template: '' }, { only: 'missing' })}
        >
          {text.writeMissing}
        </Button>
        <Button size="s" icon={<Tag size={14} />} onClick={() => void change({ kind: 'trigger', trigger: '' })}>
          {text.addTrigger}
        </Button>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void change(replacement).then(() => setHits(0))
        }}
      >
        <label>
          {text.find}
          <input className="text-field" value={find} onChange={(event) => setFind(event.target.value)} />
        </label>
        <label>
          {text.replaceBy}
          <input className="text-field" value={by} onChange={(event) => setBy(event.target.value)} />
        </label>
        <label className="caption-check">
          <input type="checkbox" checked={regex} onChange={(event) => setRegex(event.target.checked)} />
          {text.regex}
        </label>
        <div className="caption-replace">
          <span className="soft num" role="status">
            {hits === null ? '' : text.preview(hits)}
          </span>
          <Button size="s" type="submit" disabled={hits === null || hits === 0}>
            {text.replace}
          </Button>
        </div>
      </form>
    </div>
  )
}
