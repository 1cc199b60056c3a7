import { useDraft } from './use-draft.ts'
import './fields.css'

interface NumberFieldProps {
  readonly id: string
  readonly value: number | null
  readonly min: number
  readonly max: number
  readonly step?: number
  /** True when an empty field is a valid value. */
  readonly optional?: boolean
  readonly disabled?: boolean
  readonly prefix?: string
  readonly label?: string
  readonly placeholder?: string | undefined
  readonly onChange: (value: number | null) => void
}

/** A field for an integer in a range. It keeps an invalid text visible, marks it as invalid, and reports only valid numbers. */
export function NumberField({
  id,
  value,
  min,
  max,
  step = 1,
  optional,
  disabled,
  prefix,
  label,
  placeholder,
  onChange,
}: NumberFieldProps) {
  const [text, setText] = useDraft(value === null ? '' : String(value))
  const parsed = text.trim() === '' ? null : Number(text)
  const valid =
    parsed === null ? optional === true : parsed >= min && parsed <= max && (step < 1 || Number.isInteger(parsed))
  const commit = () => {
    if (valid && parsed !== value) onChange(parsed)
    if (!valid) setText(value === null ? '' : String(value))
  }
  return (
    <span className="number-field" data-disabled={disabled || undefined}>
      {prefix !== undefined && <span aria-hidden>{prefix}</span>}
      <input
        id={id}
        type="number"
        aria-label={label}
        inputMode="decimal"
        placeholder={placeholder}
        min={min}
        max={max}
        step={step}
        value={text}
        disabled={disabled}
        aria-invalid={!valid || undefined}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
    </span>
  )
}
