import { createFileVault } from '../settings/file-vault.ts'
import { createSecrets, fleetAddress } from '../settings/secrets.ts'
import type { CorePorts } from './core.ts'

/** Of the fleet's PostgreSQL for commands that need no core: the environment's before the stored one. Throws BAD_INPUT without one. */
export const knownFleetAddress = async ({ env, configDir }: Pick<CorePorts, 'env' | 'configDir'>): Promise<string> =>
  fleetAddress(await createSecrets(env, createFileVault(configDir)))
