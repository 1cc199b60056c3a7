import type { Settings } from '../../../../main/contract/settings.ts'
import type { Scope } from '../../model/library/change-settings.ts'
import type { KnownSecrets } from './use-secrets.ts'

/** Props common to the settings of all services. */
export interface ServiceFieldsProps {
  readonly values: Settings
  readonly scope: Scope
  readonly secrets: KnownSecrets
}
