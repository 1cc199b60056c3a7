import type { KeyboardEvent } from 'react'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { inTurn } from '../../base/host/in-turn.ts'
import { strings } from '../../base/strings/index.ts'
import { useSavedDraft } from '../../base/ui/use-saved-draft.ts'
import { captionText } from '../../model/edits/caption-text.ts'

const text = strings.prepare.captions

interface CaptionFieldProps {
  readonly actorId: string
  readonly filename: string
  /** Null: there is none. */
  readonly caption: string | null
}

/** The caption beside its image, saved while typing as an edit like any other. Escape goes back to the image, whose keys then work. */
export function CaptionField({ actorId, filename, caption }: CaptionFieldProps) {
  const request = { actorId, only: 'all' as const, filenames: [filename], form: 'prose' as const, dryRun: false }
  const { draft, type, save } = useSavedDraft(
    caption ?? '',
    (value) => void inTurn(() => attempt(() => api.captions.change({ ...request, change: captionText(value) }))),
  )
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation()
    if (event.key !== 'Escape') return
    event.currentTarget.closest<HTMLElement>('.lightbox')?.focus()
  }
  return (
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
  )
}
