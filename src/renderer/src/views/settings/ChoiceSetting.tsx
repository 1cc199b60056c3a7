import type { Settings } from '../../../../main/contract/settings.ts'
import { strings } from '../../base/strings/index.ts'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { changeSettings } from '../../model/library/change-settings.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { useLocked } from '../../model/library/is-locked.ts'
import { Field, type SettingProps } from './Field.tsx'

/** Settings with a fixed set of values. */
type ChoiceKey = {
  [K in keyof Settings]: Settings[K] extends string ? (string extends Settings[K] ? never : K) : never
}[keyof Settings]
type SwitchKey = { [K in keyof Settings]: Settings[K] extends boolean ? K : never }[keyof Settings]

interface ChoiceSettingProps<K extends ChoiceKey> extends SettingProps<K> {
  readonly options: Readonly<Record<Settings[K], string>>
}

/** A setting with a few options. */
export function ChoiceSetting<K extends ChoiceKey>({ name, label, hint, scope, options }: ChoiceSettingProps<K>) {
  const value = useLibrary((state) => state.settings?.values[name])
  const locked = useLocked(name)
  if (value === undefined) return null
  return (
    <Field name={name} label={label} hint={hint} scope={scope}>
      <Segmented
        label={label}
        value={value}
        options={options}
        disabled={locked}
        onChange={(chosen) => void changeSettings(scope, { [name]: chosen })}
      />
    </Field>
  )
}

/** A setting that is on or off. */
export function SwitchSetting({ name, label, hint, scope }: SettingProps<SwitchKey>) {
  const on = useLibrary((state) => state.settings?.values[name] ?? false)
  const locked = useLocked(name)
  return (
    <Field name={name} label={label} hint={hint} scope={scope}>
      <Segmented
        label={label}
        value={on ? 'on' : 'off'}
        options={strings.settings.onOff}
        disabled={locked}
        onChange={(chosen) => void changeSettings(scope, { [name]: chosen === 'on' })}
      />
    </Field>
  )
}
