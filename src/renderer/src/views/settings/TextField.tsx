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
  /** Regular expression for the whole text, with a message for texts that do not match. */
  readonly pattern?: string
  readonly required?: boolean
  readonly bad?: string
  readonly suggestions?: readonly string[]
  /** Called with every change, saved or not. */
  readonly onDraft?: (text: string) => void
}

/** A text setting, saved on Enter and on blur. An invalid text stays in the field, with the reason. */
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
