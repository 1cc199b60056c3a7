import { createFileVault } from '../settings/file-vault.ts'
import { s3Keys } from '../settings/s3-keys.ts'
import { createSecrets, fleetAddress } from '../settings/secrets.ts'
import type { CorePorts } from './core.ts'

type Places = Pick<CorePorts, 'env' | 'configDir'>

const secretsOf = ({ env, configDir }: Places) => createSecrets(env, createFileVault(configDir))

/**
 * Returns the address of the fleet's PostgreSQL for commands that need no core, from the environment or else the stored secret. Throws
 * BAD_INPUT without one.
 */
export const knownFleetAddress = async (places: Places): Promise<string> => fleetAddress(await secretsOf(places))

/** Returns the keys of the fleet's store, from the environment or else the stored secrets; null without any. */
export const knownS3Keys = async (places: Places) => s3Keys(await secretsOf(places), places.env)
