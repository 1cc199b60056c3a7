import { strings } from '../../base/strings/index.ts'
import { changeSettings, type Scope } from '../../model/library/change-settings.ts'
import { useLocked } from '../../model/library/is-locked.ts'
import { Field } from './Field.tsx'
import { NumberField } from '../../base/ui/NumberField.tsx'

interface SnapshotsFieldProps {
  readonly value: number
  readonly scope: Scope
}

/** How many of the snapshots that are made before runs are kept. */
export function SnapshotsField({ value, scope }: SnapshotsFieldProps) {
  const { settings } = strings
  return (
    <Field
      name="automaticSnapshots"
      label={settings.automaticSnapshots}
      hint={settings.automaticSnapshotsHint}
      htmlFor="setting-snapshots"
      scope={scope}
    >
      <NumberField
        id="setting-snapshots"
        value={value}
        min={0}
        max={1000}
        disabled={useLocked('automaticSnapshots')}
        onChange={(kept) => kept !== null && void changeSettings(scope, { automaticSnapshots: kept })}
      />
    </Field>
  )
}
