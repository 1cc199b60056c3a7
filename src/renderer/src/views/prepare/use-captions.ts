import { useCallback, useEffect, useRef, useState } from 'react'
import type { CaptionsView, CaptionView } from '../../../../main/contract/captions.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { inTurn } from '../../base/host/in-turn.ts'
import { strings } from '../../base/strings/index.ts'
import { announce } from '../../base/ui/announce.ts'
import { notify } from '../../base/ui/notify.ts'
import { useActors } from '../../model/library/actors-store.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { useVision } from '../../model/work/vision-store.ts'
import type { ChangeCaptions } from './change.ts'

/** Delay after typing before findings and counts are fetched, which is expensive for 20,000 captions. */
const REREAD_AFTER_MS = 900

const NONE: ReadonlySet<string> = new Set()

/** An actor's captions. The result of an edit shows at once; what follows from it, such as findings, a moment later. */
export function useCaptions(actorId: string) {
  const [view, setView] = useState<CaptionsView | null>(null)
  /** Increases with every change. */
  const [revision, setRevision] = useState(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const current = useRef(0)
  /** File names edited since the last fetch; null for all. */
  const due = useRef<ReadonlySet<string> | null>(null)

  const read = useCallback(async () => {
    const asked = ++current.current
    const names = due.current
    const filenames = names && [...names]
    const answer = await attempt(() => api.captions.list({ actorId, filenames }))
    // Edits made meanwhile are newer than this answer.
    if (!answer.ok || asked !== current.current) return
    due.current = NONE
    const { captions, findings } = answer.value
    setView((before) => (names === null || !before ? answer.value : { captions: updated(before, captions), findings }))
  }, [actorId])

  const arrived = useVision(
    ({ list }) => list.filter(({ kind, endedAt }) => kind === 'captionBatch' && endedAt !== null).length,
  )
  /** Changes with every undo and redo. */
  const undone = useLibrary((state) => state.history.redo?.id)
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- what a batch brought or an undo took back is read, too
  useEffect(() => {
    due.current = null
    void read()
    return () => {
      current.current = -1
      clearTimeout(timer.current)
    }
  }, [read, arrived, undone])

  /** Changes when the actor's folder changed. */
  const actor = useActors((state) => state.byId.get(actorId))
  const seen = useRef(actor)
  useEffect(() => {
    if (seen.current === actor) return
    seen.current = actor
    due.current = null
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void read(), REREAD_AFTER_MS)
  }, [actor, read])

  const reread = () => {
    setRevision((n) => n + 1)
    due.current = null
    void read()
  }

  const change: ChangeCaptions = async (what, how = {}) => {
    const { only = 'all', filenames = null, dryRun = false, form = 'prose' } = how
    const request = { actorId, change: what, only, filenames: filenames && [...filenames], form, dryRun }
    const ask = () => outcome(api.captions.change(request))
    const answer = await (dryRun ? ask() : inTurn(ask))
    if (!answer.ok) {
      // After a conflict with another app, the field itself shows the other text.
      if (answer.problem.code !== 'CONFLICT') notify('error', answer.problem.message)
      if (!dryRun) reread()
      return null
    }
    if (dryRun) return answer.value
    const { captions, edits } = answer.value
    announce(strings.prepare.captions.changed(captions))
    if (captions > edits.length) {
      reread()
      return answer.value
    }
    current.current++
    due.current &&= new Set([...due.current, ...edits.map(({ filename }) => filename)])
    const after = new Map(edits.map((edit) => [edit.filename, edit]))
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
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void read(), REREAD_AFTER_MS)
    return answer.value
  }

  return { view, revision, change, reread }
}

/** Returns all captions, with the fetched ones replaced. */
function updated({ captions }: CaptionsView, read: readonly CaptionView[]): CaptionView[] {
  const now = new Map(read.map((caption) => [caption.imageId, caption]))
  return captions.map((caption) => now.get(caption.imageId) ?? caption)
}
