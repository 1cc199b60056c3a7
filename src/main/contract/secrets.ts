import { z } from 'zod'

/** Keys that Evencast can store, named like the environment variables that override the stored value. */
export const SECRET_NAMES = [
  'OPENAI_API_KEY',
  'REPLICATE_API_TOKEN',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  /** Address of a fleet's PostgreSQL, which may contain a password. */
  'EVENCAST_FLEET',
] as const
export const SecretName = z.enum(SECRET_NAMES)
export type SecretName = z.infer<typeof SecretName>

/** Source of a key and its last four characters; for an address, server and database. */
export const SecretView = z.object({
  name: SecretName,
  source: z.enum(['environment', 'stored']).nullable(),
  hint: z.string().nullable(),
})
export type SecretView = z.infer<typeof SecretView>

/**
 * Protection of stored keys: the system's key ring; obfuscation only, when there is none; a file that only its owner may read. `unreadable`
 * means that the key ring cannot be read, for example because it is locked or was replaced.
 */
export const KeyGuard = z.enum(['keyRing', 'weak', 'file', 'unreadable'])
export type KeyGuard = z.infer<typeof KeyGuard>

export const ServiceName = z.enum(['openai', 'local-server', 'replicate', 'store', 'fleet'])
export type ServiceName = z.infer<typeof ServiceName>

/** Result of a connection test, as a sentence. */
export const ServiceReport = z.object({ ok: z.boolean(), message: z.string() })
export type ServiceReport = z.infer<typeof ServiceReport>

/** A server of vision models found on this machine. */
export const LocalServerView = z.object({ name: z.string(), url: z.string(), models: z.array(z.string()) })
export type LocalServerView = z.infer<typeof LocalServerView>
