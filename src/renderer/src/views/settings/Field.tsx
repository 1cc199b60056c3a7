import { RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SettingKey } from '../../../../main/contract/settings.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { strings } from '../../base/strings/index.ts'
import { IconButton } from '../../base/ui/Button.tsx'
import { resetSetting, type Scope } from '../../model/library/change-settings.ts'

/** Props common to all settings. */
export interface SettingProps<Name extends SettingKey = SettingKey> {
  readonly name: Name
  readonly label: string
  readonly hint?: string | undefined
  readonly scope: Scope
}

interface FieldProps extends SettingProps {
  readonly htmlFor?: string
  /** False when a reset needs more than removing the stored value. */
  readonly resettable?: boolean
  readonly children: ReactNode
}

/** A setting with its label, its hint and the source of its value. */
export function Field({ name, label, htmlFor, hint, scope, resettable = true, children }: FieldProps) {
  const source = useLibrary((state) => state.settings?.sources[name] ?? 'default')
  const said = source === 'default' ? '' : strings.settings.source[source]
  return (
    <div className="field" data-setting={name} data-source={source}>
      <div className="field-label">
        {htmlFor === undefined ? <span>{label}</span> : <label htmlFor={htmlFor}>{label}</label>}
        {(hint !== undefined || said) && <small>{[hint, said].filter(Boolean).join(' ')}</small>}
      </div>
      <div className="field-value">
        {resettable && source === scope && (
          <IconButton label={strings.settings.resetLabel(label)} onClick={() => void resetSetting(scope, name)}>
            <RotateCcw size={14} />
          </IconButton>
        )}
        {children}
      </div>
    </div>
  )
}
