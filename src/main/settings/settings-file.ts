import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { type SettingKey, Settings } from '../contract/settings.ts'
import { MIB, readRegular } from '../kit/read-regular.ts'
import { EvencastError, messageOf, systemCode } from '../domain/error.ts'

const Json = z.record(z.string(), z.unknown())

/** Content of one settings file: everything in it, and the known and valid part. */
export interface SettingsFile {
  readonly raw: Readonly<Record<string, unknown>>
  readonly values: Partial<Settings>
  readonly warnings: readonly string[]
  /** True when the file could be neither read nor set aside, so that writing would destroy it. */
  readonly locked: boolean
}

export const NO_SETTINGS: SettingsFile = { raw: {}, values: {}, warnings: [], locked: false }

/** Reads a settings file and never throws: a file that is not JSON is set aside, an invalid value is left out, and both give a warning. */
export async function readSettingsFile(file: string, now: Date): Promise<SettingsFile> {
  let text: string
  try {
    text = (await readRegular(file, MIB)).toString('utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return NO_SETTINGS
    return {
      ...NO_SETTINGS,
      locked: true,
      warnings: [`The settings in ${file} cannot be read (${messageOf(error)}): defaults are used.`],
    }
  }
  const json = Json.safeParse(parseOrUndefined(text))
  if (!json.success) return { ...NO_SETTINGS, ...(await setAside(file, now)) }
  const raw = underNewKeys(json.data)
  const { values, bad } = validSettings(raw)
  const warnings = bad.map(
    (key) => `The setting “${key}” in ${file} is not valid and is ignored. Correct it there or set it again.`,
  )
  return { raw, values, warnings, locked: false }
}

/** Settings that were renamed, by their old keys. */
const FORMER_KEYS: Readonly<Record<string, SettingKey>> = { openaiLook: 'detailLevel' }

/** Renames old keys; where both exist, the current key wins. */
const underNewKeys = (raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(Object.entries(raw).map(([key, value]) => [FORMER_KEYS[key] ?? key, value])),
  ...Object.fromEntries(Object.entries(raw).filter(([key]) => !(key in FORMER_KEYS))),
})

/** Validates each known key separately, so that one invalid value affects no other. */
export function validSettings(raw: Readonly<Record<string, unknown>>): { values: Partial<Settings>; bad: string[] } {
  const bad: string[] = []
  const good: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(Settings.shape)) {
    if (!Object.hasOwn(raw, key)) continue
    const parsed = field.safeParse(raw[key])
    if (parsed.success && raw[key] !== undefined) good[key] = parsed.data
    else bad.push(key)
  }
  // Every value passed its own schema above; a missing one stays missing instead of becoming a default.
  return { values: good as Partial<Settings>, bad }
}

/** Writes a settings file. `mode` applies to a new file; an existing one keeps its mode. */
export async function writeSettingsFile(
  file: string,
  raw: Readonly<Record<string, unknown>>,
  mode = 0o666,
): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFileAtomic(file, `${JSON.stringify(raw, null, 2)}\n`, { fsync: true, ...(mode !== 0o666 && { mode }) })
  } catch (error) {
    throw new EvencastError(
      'UNAVAILABLE',
      `The settings cannot be saved to ${file} (${systemCode(error)}). Check its permissions.`,
      {
        cause: error,
      },
    )
  }
}

async function setAside(file: string, now: Date): Promise<Pick<SettingsFile, 'warnings' | 'locked'>> {
  // Colons are not allowed in Windows file names.
  const aside = `${file}.corrupt-${now.toISOString().replaceAll(':', '-')}`
  const problem = `The settings in ${file} are not valid JSON: defaults are used.`
  return rename(file, aside).then(
    () => ({ warnings: [`${problem} The file is kept as ${aside}.`], locked: false }),
    () => ({ warnings: [`${problem} Correct the file or delete it.`], locked: true }),
  )
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
