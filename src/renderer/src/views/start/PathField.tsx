import { CornerDownLeft } from 'lucide-react'
import { type SubmitEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import type { FolderView } from '../../../../main/contract/views.ts'
import { FolderError } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { IconButton } from '../../base/ui/Button.tsx'

const { browse } = strings

interface PathFieldProps {
  /** Path of the listed folder. */
  readonly here: string
  readonly find: (path: string) => Promise<FolderView>
  readonly onFound: (folder: FolderView) => void
}

/** Path of the listed folder as an editable field; Enter goes to the typed path. */
export function PathField({ here, find, onFound }: PathFieldProps) {
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)
  const [mistake, setMistake] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  // The listing may arrive while the field has the focus; select the text again, so that a pasted path replaces it.
  useLayoutEffect(() => {
    const input = field.current
    if (input !== null && document.activeElement === input && input.value === here) input.select()
  }, [here])
  const go = async (event: SubmitEvent) => {
    event.preventDefault()
    if (draft === null || draft.trim() === '') return
    try {
      onFound(await find(draft))
      setDraft(null)
      setMistake(null)
    } catch (error) {
      setMistake(error instanceof FolderError && error.message !== '' ? error.message : strings.errors.unreachable)
    }
  }
  return (
    <form className="path-field" onSubmit={(event) => void go(event)}>
      <input
        ref={field}
        className="text-field"
        value={draft ?? here}
        aria-label={browse.path}
        aria-invalid={mistake !== null || undefined}
        aria-describedby={mistake === null ? undefined : id}
        title={browse.pathHint}
        placeholder={browse.pathHint}
        spellCheck={false}
        autoComplete="off"
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setDraft(event.target.value)
          setMistake(null)
        }}
      />
      <IconButton type="submit" label={browse.go} disabled={draft === null || draft.trim() === ''}>
        <CornerDownLeft size={15} />
      </IconButton>
      {mistake !== null && (
        <p id={id} className="field-error" role="alert">
          {mistake}
        </p>
      )}
    </form>
  )
}
