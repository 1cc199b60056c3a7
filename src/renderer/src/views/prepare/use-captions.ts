import { useCallback, useEffect, useRef, useState } from 'react'
import type { CaptionsView } from '../../../../main/contract/captions.ts'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { useVision } from '../../model/work/vision-store.ts'
import type { ChangeCaptions } from './change.ts'

/** Findings and counts are asked for once nobody has typed for so long: of 20,000 captions that is work. */
const REREAD_AFTER_MS = 900

/** An actor's captions. What an edit answers is shown at once; what follows from it, such as findings, a moment later. */
export function useCaptions(actorId: string) {
  const [view, setView] = useState<CaptionsView | null>(null)
  /** Grows with every change. */
  const [revision, setRevision] = useState(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const current = useRef(0)

  const read = useCallback(async () => {
    const asked = ++current.current
    const answer = await attempt(() => api.captions.list({ actorId }))
    // What was typed meanwhile is newer than this answer.
    if (answer.ok && asked === current.current) setView(answer.value)
  }, [actorId])

  const arrived = useVision(
    ({ list }) => list.filter(({ kind, endedAt }) => kind === 'captionBatch' && endedAt !== null).length,
  )
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- what a batch brought is read, too
  useEffect(() => {
    void read()
    return () => {
      current.current = -1
      clearTimeout(timer.current)
    }
  }, [read, arrived])

  const reread = () => {
    setRevision((n) => n + 1)
    void read()
  }

  const change: ChangeCaptions = async (what, how = {}) => {
    const { only = 'all', filenames = null, dryRun = false, form = 'prose' } = how
    const answer = await attempt(() =>
      api.captions.change({ actorId, change: what, only, filenames: filenames && [...filenames], form, dryRun }),
    )
    if (!answer.ok) return null
    if (dryRun) return answer.value
    const after = new Map(answer.value.map((edit) => [edit.filename, edit]))
    current.current++
    setView(
      (before) =>
        before && {
          ...before,
          captions: before.captions.map((caption) => {
            const edit = after.get(caption.filename)
            return edit
              ? { ...caption, text: edit.after, by: edit.after === '' ? null : edit.by, tokens: null }
              : caption
          }),
        },
    )
    setRevision((n) => n + 1)
    announce(strings.prepare.captions.changed(answer.value.length))
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void read(), REREAD_AFTER_MS)
    return answer.value
  }

  return { view, revision, change, reread }
}
