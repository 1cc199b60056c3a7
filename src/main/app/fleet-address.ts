import { createFileVault } from '../settings/file-vault.ts'
import { s3Keys } from '../settings/s3-keys.ts'
import { createSecrets, fleetAddress } from '../settings/secrets.ts'
import type { CorePorts } from './core.ts'

type Places = Pick<CorePorts, 'env' | 'configDir'>

const secretsOf = ({ env, configDir }: Places) => createSecrets(env, createFileVault(configDir))

/** Of the fleet's PostgreSQL for commands that need no core: the environment's before the stored one. Throws BAD_INPUT without one. */
export const knownFleetAddress = async (places: Places): Promise<string> => fleetAddress(await secretsOf(places))

/** Keys of the fleet's store: the environment's before the stored ones; null without any. */
export const knownS3Keys = async (places: Places) => s3Keys(await secretsOf(places), places.env)
