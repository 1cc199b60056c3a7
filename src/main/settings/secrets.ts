import { chmod, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { SECRET_NAMES, type SecretName, type SecretView } from '../contract/secrets.ts'

/** Where secrets lie between sessions. The desktop host brings one that the system's key ring encrypts. */
export interface SecretVault {
  /** Null: nothing is kept, or what is kept cannot be read any more. */
  read(): Promise<string | null>
  write(text: string): Promise<void>
  clear(): Promise<void>
}

export interface Secrets {
  /** The value in force: the environment's, else the stored one. Only for those who call the service. */
  get(name: SecretName): string | null
  view(): SecretView[]
  /** Null forgets the stored value. */
  set(name: SecretName, value: string | null): Promise<void>
}

const Stored = z.partialRecord(z.enum(SECRET_NAMES), z.string())

/** Keys of the services. They leave this module only towards a service: no view, log or message ever holds one. */
export async function createSecrets(
  env: Readonly<Record<string, string | undefined>>,
  vault: SecretVault,
): Promise<Secrets> {
  const stored = new Map<SecretName, string>(parse(await vault.read()))
  const fromEnv = (name: SecretName) => env[name]?.trim() || null
  return {
    get: (name) => fromEnv(name) ?? stored.get(name) ?? null,
    view: () =>
      SECRET_NAMES.map((name) => {
        const value = fromEnv(name) ?? stored.get(name) ?? null
        return {
          name,
          source: fromEnv(name) ? 'environment' : value === null ? null : 'stored',
          hint: value === null ? null : hintOf(value),
        }
      }),
    async set(name, value) {
      const trimmed = value?.trim() ?? ''
      if (trimmed === '') stored.delete(name)
      else stored.set(name, trimmed)
      if (stored.size === 0) await vault.clear()
      else await vault.write(JSON.stringify(Object.fromEntries(stored)))
    },
  }
}

/** Enough to recognise a key by, too little to use it; of a short one nothing. */
const hintOf = (value: string): string => (value.length >= 16 ? `…${value.slice(-4)}` : '…')

function parse(text: string | null): [SecretName, string][] {
  if (text === null) return []
  try {
    const values = Stored.parse(JSON.parse(text))
    return SECRET_NAMES.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]]))
  } catch {
    return []
  }
}

/** A file that only its owner may read, for hosts without a key ring. */
export function createFileVault(configDir: string): SecretVault {
  const file = join(configDir, 'secrets.json')
  return {
    read: () => readFile(file, 'utf8').catch(() => null),
    async write(text) {
      await mkdir(dirname(file), { recursive: true })
      await writeFileAtomic(file, text, { mode: 0o600, fsync: true })
      // The mode above holds for a new file only.
      await chmod(file, 0o600)
    },
    clear: () => rm(file, { force: true }),
  }
}
