import type { ComponentProps } from 'react'

export interface SelectProps<T> extends Omit<ComponentProps<'select'>, 'value' | 'onChange'> {
  readonly value: T
  readonly of: readonly T[]
  readonly nameOf: (value: T) => string
  readonly onChoose: (value: T) => void
}

/** A native select element with typed values. */
export const Select = <T extends string | number>({ value, of, nameOf, onChoose, ...rest }: SelectProps<T>) => (
  <select
    {...rest}
    value={value}
    onChange={({ target }) => onChoose(of.find((each) => String(each) === target.value) ?? value)}
  >
    {of.map((each) => (
      <option key={each} value={each}>
        {nameOf(each)}
      </option>
    ))}
  </select>
)
