import { useEffect, useState } from 'react'
import type { CaptionsView } from '../../../../main/contract/training.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { CaptionFindings } from './CaptionFindings.tsx'
import { CaptionRow } from './CaptionRow.tsx'
import { CaptionTools } from './CaptionTools.tsx'
import type { ChangeCaptions } from './change.ts'

const text = strings.prepare.captions

/** Every caption beside its image, what is wrong with them, and what can be done to all. */
export function CaptionPane({ actorId }: { readonly actorId: string }) {
  const [view, setView] = useState<CaptionsView | null>(null)
  const [shown, setShown] = useState<ReadonlySet<string> | null>(null)
  const [revision, setRevision] = useState(0)
  useEffect(() => {
    let current = true
    void attempt(() => api.captions.list({ actorId })).then((answer) => {
      if (current && answer.ok) setView(answer.value)
    })
    return () => {
      current = false
    }
  }, [actorId, revision])
  const change: ChangeCaptions = async (what, { only = 'all', filenames = null, dryRun = false } = {}) => {
    const request = {
      actorId,
      change: what,
      only,
      filenames: filenames && [...filenames],
      form: 'prose' as const,
      dryRun,
    }
    const answer = await attempt(() => api.captions.change(request))
    if (!answer.ok) return null
    if (dryRun) return answer.value
    announce(text.changed(answer.value.length))
    setRevision((n) => n + 1)
    return answer.value
  }
  if (view === null) return <p className="soft">{strings.prepare.loading}</p>
  if (view.captions.length === 0) return <p className="soft">{text.none}</p>
  const rows = view.captions.filter(({ filename }) => shown === null || shown.has(filename))
  return (
    <div className="captions">
      <div className="captions-side">
        <p className="captions-summary num" role="status">
          {text.summary(view)}
        </p>
        <CaptionTools change={change} />
        <CaptionFindings findings={view.findings} shown={shown} onShow={setShown} change={change} />
      </div>
      <ul className="captions-list">
        {rows.map((caption) => (
          <CaptionRow key={caption.imageId} caption={caption} change={change} />
        ))}
      </ul>
    </div>
  )
}
