import { z } from 'zod'

/** Keys that Evencast can keep for the user, by the name of the environment variable that outranks the stored value. */
export const SECRET_NAMES = [
  'OPENAI_API_KEY',
  'REPLICATE_API_TOKEN',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  /** The address of a fleet's PostgreSQL: it may hold a password. */
  'EVENCAST_FLEET',
] as const
export const SecretName = z.enum(SECRET_NAMES)
export type SecretName = z.infer<typeof SecretName>

/** What a window may know of a key: where it comes from and its last four characters; of an address, server and database. */
export const SecretView = z.object({
  name: SecretName,
  source: z.enum(['environment', 'stored']).nullable(),
  hint: z.string().nullable(),
})
export type SecretView = z.infer<typeof SecretView>

/**
 * What keeps others from reading stored keys: the system's key ring; a disguise only, for want of one; a file that only its owner
 * may read. `unreadable`: what the key ring holds cannot be had, as when it is locked or was replaced.
 */
export const KeyGuard = z.enum(['keyRing', 'weak', 'file', 'unreadable'])
export type KeyGuard = z.infer<typeof KeyGuard>

export const ServiceName = z.enum(['openai', 'local-server', 'replicate', 'store', 'fleet'])
export type ServiceName = z.infer<typeof ServiceName>

/** What a connection test found, as a sentence. */
export const ServiceReport = z.object({ ok: z.boolean(), message: z.string() })
export type ServiceReport = z.infer<typeof ServiceReport>

/** A server of vision models that answers on this machine. */
export const LocalServerView = z.object({ name: z.string(), url: z.string(), models: z.array(z.string()) })
export type LocalServerView = z.infer<typeof LocalServerView>
