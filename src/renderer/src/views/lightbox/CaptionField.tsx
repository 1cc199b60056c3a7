import { type KeyboardEvent, useState } from 'react'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { inTurn } from '../../base/host/in-turn.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { TextConflict } from '../../base/ui/TextConflict.tsx'
import { useSavedDraft } from '../../base/ui/use-saved-draft.ts'
import { captionLost, captionText } from '../../model/edits/caption-text.ts'

const text = strings.prepare.captions

interface CaptionFieldProps {
  readonly actorId: string
  readonly filename: string
  /** Null when the image has no caption. */
  readonly caption: string | null
}

/** The caption beside its image, saved while typing like any other edit. Escape returns the focus to the image, so that its keys work. */
export function CaptionField({ actorId, filename, caption }: CaptionFieldProps) {
  /** The caption after another app changed it. */
  const [found, setFound] = useState<{ readonly of: string | null; readonly text: string } | null>(null)
  const now = (found?.of === caption ? found.text : caption) ?? ''
  const request = { actorId, only: 'all' as const, filenames: [filename], form: 'prose' as const, dryRun: false }
  const onSave = async (value: string, over: string) => {
    const change = captionText(value, over)
    const answer = await inTurn(() => outcome(api.captions.change({ ...request, change })))
    if (answer.ok) return true
    if (answer.problem.code !== 'CONFLICT') notify('error', answer.problem.message)
    const listed = await outcome(api.captions.list({ actorId, filenames: [filename] }))
    const [there] = listed.ok ? listed.value.captions : []
    if (there) setFound({ of: caption, text: there.text })
    return false
  }
  const { draft, type, save, ...conflict } = useSavedDraft(now, onSave, captionLost(filename))
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation()
    if (event.key !== 'Escape') return
    event.currentTarget.closest<HTMLElement>('.lightbox')?.focus()
  }
  return (
    <>
      <textarea
        className="text-field detail-caption"
        rows={4}
        value={draft}
        aria-label={text.of(filename)}
        placeholder={text.placeholder}
        onChange={(event) => type(event.target.value)}
        onBlur={save}
        onKeyDown={onKeyDown}
      />
      <TextConflict {...conflict} />
    </>
  )
}
