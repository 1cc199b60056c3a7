import { z } from 'zod'
import { EvencastError } from '../domain/error.ts'
import { type KeyGuard, SECRET_NAMES, type SecretName, type SecretView } from '../contract/secrets.ts'

/** Where secrets lie between sessions. The desktop host brings one that the system's key ring encrypts. */
export interface SecretVault {
  /** Null: nothing is kept, or what is kept cannot be read any more. */
  read(): Promise<string | null>
  write(text: string): Promise<void>
  clear(): Promise<void>
  /** What keeps others from reading them; known once `read` has answered. */
  guard(): KeyGuard
}

export interface Secrets {
  /** The value in force: the environment's, else the stored one. Only for those who call the service. */
  get(name: SecretName): string | null
  view(): SecretView[]
  /** Null forgets the stored value. */
  set(name: SecretName, value: string | null): Promise<void>
  guard(): KeyGuard
}

const Stored = z.partialRecord(z.enum(SECRET_NAMES), z.string())

/** Keys of the services. They leave this module only towards a service: no view, log or message ever holds one. */
export async function createSecrets(
  env: Readonly<Record<string, string | undefined>>,
  vault: SecretVault,
): Promise<Secrets> {
  const stored = new Map(parseSecrets(await vault.read()))
  // One after the other: what was set last is what lies there in the end.
  let last: Promise<void> = Promise.resolve()
  const fromEnv = (name: SecretName) => env[name]?.trim() || null
  return {
    get: (name) => fromEnv(name) ?? stored.get(name) ?? null,
    view: () =>
      SECRET_NAMES.map((name) => {
        const value = fromEnv(name) ?? stored.get(name) ?? null
        return {
          name,
          source: fromEnv(name) ? 'environment' : value === null ? null : 'stored',
          hint: value === null ? null : name === 'EVENCAST_FLEET' ? placeOf(value) : hintOf(value),
        }
      }),
    async set(name, value) {
      const trimmed = value?.trim() ?? ''
      if (trimmed === '') stored.delete(name)
      else stored.set(name, trimmed)
      const text = stored.size === 0 ? null : JSON.stringify(Object.fromEntries(stored))
      const saved = last.then(() => (text === null ? vault.clear() : vault.write(text)))
      last = saved.catch(() => {})
      await saved
    },
    guard: () => vault.guard(),
  }
}

/** Of the fleet's PostgreSQL; may hold a password. */
export function fleetAddress(secrets: Pick<Secrets, 'get'>): string {
  const address = secrets.get('EVENCAST_FLEET')
  if (address !== null) return address
  throw new EvencastError(
    'BAD_INPUT',
    'Enter the fleet’s address in Settings, or set EVENCAST_FLEET; on the command line also --fleet postgres://user@host/database.',
  )
}

/** Enough to recognise a key by, too little to use it; of a short one nothing. */
const hintOf = (value: string): string => (value.length >= 16 ? `…${value.slice(-4)}` : '…')

/** Server and database of an address, without user, password and options. */
function placeOf(address: string): string {
  const url = URL.parse(address)
  return url ? `${url.host}${url.pathname}` : '…'
}

/** By name; nothing of what cannot be understood. */
export function parseSecrets(text: string | null): ReadonlyMap<SecretName, string> {
  if (text === null) return new Map()
  try {
    const values = Stored.parse(JSON.parse(text))
    return new Map(SECRET_NAMES.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as const])))
  } catch {
    return new Map()
  }
}
