import { join } from 'node:path'
import { Settings, type SettingSource, type SettingsPatch, type SettingsView } from '../contract/settings.ts'
import type { z } from 'zod'
import { EvencastError } from '../domain/error.ts'
import { holdsKeys } from '../kit/service-url.ts'
import {
  agreeTo,
  askedOf,
  type Decisions,
  decline,
  formatDecisions,
  NOTHING_DECIDED,
  parseDecisions,
  settingsThatCount,
  USER_ONLY,
} from './library-settings.ts'
import { NO_SETTINGS, readSettingsFile, type SettingsFile, validSettings, writeSettingsFile } from './settings-file.ts'

export interface SettingsOptions {
  readonly configDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly flags?: Partial<Settings> | undefined
  readonly now?: () => Date
  /** What is to be said beside the files' own warnings. */
  readonly notices?: readonly string[]
}

export interface SettingsStore {
  /** The values in force, each with where it comes from. */
  view(): SettingsView
  /**
   * Reads `<root>/.evencast/settings.json` too; null goes back to the user's settings alone. `decided`: what the user has decided about
   * it, as `decided()` said; what is not agreed to does not count. `fixed`: what its address says, which outranks everything.
   */
  useLibrary(root: string | null, decided?: string | null, fixed?: Partial<Settings>): Promise<void>
  /** What the library's settings say that the user has not decided about; empty: nothing. */
  asked(): Partial<Settings>
  /** From now on all of it counts. */
  agree(): void
  /** What is not decided yet does not count, and is not asked about again as long as it stays as it is. */
  decline(): void
  /** What was decided about the library's settings, for another day. */
  decided(): string
  /** Changes one file atomically; keys that Evencast does not know survive. Throws BAD_INPUT, naming the setting. */
  patch(change: z.infer<typeof SettingsPatch>): Promise<SettingsView>
  /** What the fleet that has joined the library says, which outranks all but its address; until the next library. */
  useFleet(values: Partial<Settings>): void
  /** Sentences about files that could not be understood, each given once. */
  takeWarnings(): readonly string[]
}

/** Precedence: the library’s address and fleet, flag, environment, library, user, default. Reads the user's settings before it returns. */
export async function createSettings({
  configDir,
  env,
  flags = {},
  now = () => new Date(),
  notices = [],
}: SettingsOptions): Promise<SettingsStore> {
  const userFile = join(configDir, 'settings.json')
  let libraryFile: string | null = null
  let warnings: string[] = [...notices]
  const load = async (file: string): Promise<SettingsFile> => {
    const read = await readSettingsFile(file, now())
    warnings.push(...read.warnings)
    return read
  }
  let user = await load(userFile)
  let library = NO_SETTINGS
  // One change after the other: each rewrites a whole file.
  let last: Promise<unknown> = Promise.resolve()

  const layers = (): readonly (readonly [SettingSource, Partial<Settings>])[] => [
    ['default', Settings.parse({})],
    ['user', user.values],
    ['library', settingsThatCount(library.values, decisions)],
    ['environment', fromEnvironment(env)],
    ['flag', flags],
    ['fleet', fleet],
    ['library address', fixed],
  ]

  let decisions: Decisions = NOTHING_DECIDED
  let fixed: Partial<Settings> = {}
  let fleet: Partial<Settings> = {}

  /** What the files said when it was last worked out: settings are asked for image by image. */
  let known: { readonly user: SettingsFile; readonly library: SettingsFile; readonly view: SettingsView } | null = null

  function view(): SettingsView {
    if (known?.user !== user || known.library !== library) known = { user, library, view: merged() }
    return known.view
  }

  function merged(): SettingsView {
    const values: Record<string, unknown> = {}
    const sources: Record<string, SettingSource> = {}
    for (const [source, layer] of layers()) {
      for (const [key, value] of Object.entries(layer)) {
        if (value === undefined) continue
        values[key] = value
        sources[key] = source
      }
    }
    return { values: Settings.parse(values), sources }
  }

  async function apply({ scope, values, reset }: z.infer<typeof SettingsPatch>): Promise<SettingsView> {
    const file = scope === 'user' ? userFile : libraryFile
    if (file === null) throw new EvencastError('CONFLICT', 'Open a library first: its settings are stored with it.')
    const { bad } = validSettings(values)
    if (bad.length > 0)
      throw new EvencastError('BAD_INPUT', `The setting “${bad[0]}” is not valid. Correct it and save again.`)
    const misplaced = scope === 'library' ? USER_ONLY.find((key) => values[key] !== undefined) : undefined
    if (misplaced !== undefined) {
      throw new EvencastError(
        'BAD_INPUT',
        `“${misplaced}” determines where keys are sent or what things cost, so it applies to all libraries, not to one.`,
      )
    }
    const address = ADDRESSES.find((key) => holdsKeys(values[key] ?? ''))
    if (address !== undefined)
      throw new EvencastError('BAD_INPUT', `“${address}” must be an address only: enter keys in their own fields.`)
    // Read again: another window or a person may have written it.
    const before = await load(file)
    if (before.locked)
      throw new EvencastError('UNAVAILABLE', `${file} cannot be read. Correct its permissions or its content first.`)
    const raw: Record<string, unknown> = { ...before.raw, ...values }
    for (const key of reset) if (key in Settings.shape) delete raw[key]
    // The user's own is nobody else's to read; a library's belongs to whoever the library belongs to.
    await (scope === 'user' ? writeSettingsFile(file, raw, 0o600) : writeSettingsFile(file, raw))
    const after = { raw, values: validSettings(raw).values, warnings: [], locked: false }
    if (scope === 'user') user = after
    else if (file === libraryFile) {
      library = after
      // What the user says here needs no second yes.
      decide(agreeTo(decisions, validSettings(values).values))
    }
    return view()
  }

  function decide(next: Decisions): void {
    decisions = next
    known = null
  }

  return {
    view,
    asked: () => askedOf(library.values, decisions),
    agree: () => decide(agreeTo(decisions, library.values)),
    decline: () => decide(decline(decisions, askedOf(library.values, decisions))),
    decided: () => formatDecisions(decisions, library.values),
    async useLibrary(root, decided = null, byAddress = {}) {
      fixed = byAddress
      fleet = {}
      decide(decided === null ? NOTHING_DECIDED : parseDecisions(decided))
      libraryFile = root === null ? null : join(root, '.evencast', 'settings.json')
      library = libraryFile === null ? NO_SETTINGS : await load(libraryFile)
    },
    useFleet(values) {
      fleet = values
      known = null
    },
    patch(change) {
      const next = last.then(() => apply(change))
      last = next.catch(() => undefined)
      return next
    },
    takeWarnings() {
      const taken = [...new Set(warnings)]
      warnings = []
      return taken
    },
  }
}

const ADDRESSES = [
  'openaiBaseUrl',
  'localServerUrl',
  'replicateBaseUrl',
  'store',
  'storeEndpoint',
  'modelMirror',
] as const

const FROM_ENVIRONMENT = {
  EVENCAST_STORE: 'store',
  OPENAI_BASE_URL: 'openaiBaseUrl',
  EVENCAST_LOCAL_SERVER_URL: 'localServerUrl',
  EVENCAST_LOCAL_SERVER_MODEL: 'localServerModel',
  REPLICATE_BASE_URL: 'replicateBaseUrl',
} as const satisfies Record<string, keyof Settings>

const fromEnvironment = (env: SettingsOptions['env']): Partial<Settings> =>
  Object.fromEntries(
    Object.entries(FROM_ENVIRONMENT).flatMap(([name, key]) => (env[name] === undefined ? [] : [[key, env[name]]])),
  )
