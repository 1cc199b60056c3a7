import { useId } from 'react'
import type { Settings } from '../../../../main/contract/settings.ts'
import { NumberField } from '../../base/ui/NumberField.tsx'
import { changeSettings } from '../../model/library/change-settings.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { useLocked } from '../../model/library/is-locked.ts'
import { Field, type SettingProps } from './Field.tsx'

type NumberKey = { [K in keyof Settings]: Settings[K] extends number | null ? K : never }[keyof Settings]

interface NumberSettingProps extends SettingProps<NumberKey> {
  readonly min: number
  readonly max: number
  readonly step?: number
  /** True when an empty field is a valid value. */
  readonly optional?: boolean
  readonly prefix?: string
}

/** A setting that is a number. */
export function NumberSetting({ name, label, hint, scope, optional = false, ...limits }: NumberSettingProps) {
  const value = useLibrary((state) => state.settings?.values[name] ?? null)
  const locked = useLocked(name)
  const id = useId()
  return (
    <Field name={name} label={label} hint={hint} htmlFor={id} scope={scope}>
      <NumberField
        {...limits}
        id={id}
        value={value}
        optional={optional}
        disabled={locked}
        onChange={(next) => (optional || next !== null) && void changeSettings(scope, { [name]: next })}
      />
    </Field>
  )
}
