import { useId } from 'react'
import type { Settings } from '../../../../main/contract/settings.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { changeSettings } from '../../model/library/change-settings.ts'
import { useLocked } from '../../model/library/is-locked.ts'
import { Field, type SettingProps } from './Field.tsx'
import { useDraft } from '../../base/ui/use-draft.ts'

type TextKey = { [K in keyof Settings]: string extends Settings[K] ? K : never }[keyof Settings]

interface TextFieldProps extends SettingProps<TextKey> {
  readonly placeholder?: string
  /** What it must look like, as a regular expression for the whole of it, and what to say when it does not. */
  readonly pattern?: string
  readonly required?: boolean
  readonly bad?: string
  readonly suggestions?: readonly string[]
  /** Hears every letter, saved or not. */
  readonly onDraft?: (text: string) => void
}

/** A setting that is text: saved on Enter and on leaving it. What will not do stays there, with the reason. */
export function TextField({
  name,
  label,
  hint,
  scope,
  placeholder,
  pattern,
  required = false,
  bad,
  suggestions,
  onDraft,
}: TextFieldProps) {
  const value = useLibrary((state) => state.settings?.values[name] ?? '')
  const locked = useLocked(name)
  const id = useId()
  const [text, setText] = useDraft(value)
  const trimmed = text.trim()
  const valid = trimmed === '' ? !required : pattern === undefined || new RegExp(`^(?:${pattern})$`).test(trimmed)
  const commit = () => {
    if (valid && trimmed !== value) void changeSettings(scope, { [name]: trimmed })
  }
  return (
    <>
      <Field name={name} label={label} hint={hint} htmlFor={id} scope={scope}>
        <input
          id={id}
          className="text-field"
          value={text}
          disabled={locked}
          spellCheck={false}
          autoComplete="off"
          placeholder={placeholder}
          list={suggestions && `${id}-list`}
          aria-invalid={!valid || undefined}
          aria-describedby={valid ? undefined : `${id}-bad`}
          onChange={(event) => {
            setText(event.target.value)
            onDraft?.(event.target.value)
          }}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
        />
        {suggestions && (
          <datalist id={`${id}-list`}>
            {suggestions.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </datalist>
        )}
      </Field>
      {!valid && (
        <p id={`${id}-bad`} className="field-error" role="alert">
          {bad}
        </p>
      )}
    </>
  )
}
