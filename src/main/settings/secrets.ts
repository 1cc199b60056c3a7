import { z } from 'zod'
import { EvencastError } from '../domain/error.ts'
import { type KeyGuard, SECRET_NAMES, type SecretName, type SecretView } from '../contract/secrets.ts'

/** Storage of secrets between sessions. The desktop host provides one that the system's key ring encrypts. */
export interface SecretVault {
  /** Returns null when nothing is stored, or it can no longer be decrypted. */
  read(): Promise<string | null>
  write(text: string): Promise<void>
  clear(): Promise<void>
  /** Returns how they are protected from others; known once `read` has resolved. */
  guard(): KeyGuard
}

export interface Secrets {
  /** Returns the effective value: the environment's, else the stored one. Only for code that calls the service. */
  get(name: SecretName): string | null
  view(): SecretView[]
  /** Null removes the stored value. */
  set(name: SecretName, value: string | null): Promise<void>
  guard(): KeyGuard
}

const Stored = z.partialRecord(z.enum(SECRET_NAMES), z.string())

/** Creates the store of service keys. They leave this module only for a service: no view, log or message ever contains one. */
export async function createSecrets(
  env: Readonly<Record<string, string | undefined>>,
  vault: SecretVault,
): Promise<Secrets> {
  const stored = new Map(parseSecrets(await vault.read()))
  // Writes run one after another, so that the last value set is the one stored.
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

/** Returns the address of the fleet's PostgreSQL, which may contain a password. Throws BAD_INPUT when there is none. */
export function fleetAddress(secrets: Pick<Secrets, 'get'>): string {
  const address = secrets.get('EVENCAST_FLEET')
  if (address !== null) return address
  throw new EvencastError(
    'BAD_INPUT',
    'Enter the fleet’s address in Settings, or set EVENCAST_FLEET; on the command line also --fleet postgres://user@host/database.',
  )
}

/** Returns enough of a key to recognise it, too little to use it; nothing of a short one. */
const hintOf = (value: string): string => (value.length >= 16 ? `…${value.slice(-4)}` : '…')

/** Returns server and database of an address, without user, password and options. */
function placeOf(address: string): string {
  const url = URL.parse(address)
  return url ? `${url.host}${url.pathname}` : '…'
}

/** Parses secrets by name; empty when the text is invalid. */
export function parseSecrets(text: string | null): ReadonlyMap<SecretName, string> {
  if (text === null) return new Map()
  try {
    const values = Stored.parse(JSON.parse(text))
    return new Map(SECRET_NAMES.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as const])))
  } catch {
    return new Map()
  }
}
