import type { Settings } from '../../../../main/contract/settings.ts'
import type { Scope } from '../../model/library/change-settings.ts'
import type { KnownSecrets } from './use-secrets.ts'

/** What the settings of every service are given. */
export interface ServiceFieldsProps {
  readonly values: Settings
  readonly scope: Scope
  readonly secrets: KnownSecrets
}
