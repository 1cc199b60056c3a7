import { mkdir, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { type SettingKey, Settings } from '../contract/settings.ts'
import { MIB, readRegular } from '../kit/read-regular.ts'
import { EvencastError, messageOf, systemCode } from '../domain/error.ts'

const Json = z.record(z.string(), z.unknown())

/** What one settings file says: everything in it, and the part that is known and valid. */
export interface SettingsFile {
  readonly raw: Readonly<Record<string, unknown>>
  readonly values: Partial<Settings>
  readonly warnings: readonly string[]
  /** There is a file that could be neither read nor moved aside: writing would destroy it. */
  readonly locked: boolean
}

export const NO_SETTINGS: SettingsFile = { raw: {}, values: {}, warnings: [], locked: false }

/** Never throws: a file that is not JSON is kept aside, a value that makes no sense is left out; either is said once. */
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

/** Settings that were called otherwise once. */
const FORMER_KEYS: Readonly<Record<string, SettingKey>> = { openaiLook: 'detailLevel' }

/** The same by today's keys; where both are there, today's counts. */
const underNewKeys = (raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(Object.entries(raw).map(([key, value]) => [FORMER_KEYS[key] ?? key, value])),
  ...Object.fromEntries(Object.entries(raw).filter(([key]) => !(key in FORMER_KEYS))),
})

/** Each known key by itself, so that one bad value costs no other. */
export function validSettings(raw: Readonly<Record<string, unknown>>): { values: Partial<Settings>; bad: string[] } {
  const bad: string[] = []
  const good: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(Settings.shape)) {
    if (!Object.hasOwn(raw, key)) continue
    const parsed = field.safeParse(raw[key])
    if (parsed.success && raw[key] !== undefined) good[key] = parsed.data
    else bad.push(key)
  }
  // Every value passed its own schema above; what is absent stays absent instead of becoming a default.
  return { values: good as Partial<Settings>, bad }
}

/** `mode`: for a new file; that of one which is there stays. */
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
