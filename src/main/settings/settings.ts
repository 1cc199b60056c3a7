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
  /** Warnings to report besides those of the files. */
  readonly notices?: readonly string[]
}

export interface SettingsStore {
  /** Returns the effective values, each with its source. */
  view(): SettingsView
  /**
   * Reads `<root>/.evencast/settings.json` too; null returns to the user's settings alone. `decided`: the user's decisions about it, as
   * `decided()` returned them; values without agreement do not apply. `fixed`: settings in the library's address, which override all
   * others.
   */
  useLibrary(root: string | null, decided?: string | null, fixed?: Partial<Settings>): Promise<void>
  /** Returns the library's settings that the user has not decided about; empty when there are none. */
  asked(): Partial<Settings>
  /** Agrees to all of the library's settings, which apply from now on. */
  agree(): void
  /** Declines all undecided settings: they do not apply, and the user is not asked again until they change. */
  decline(): void
  /** Returns the decisions about the library's settings as text, to be stored. */
  decided(): string
  /** Changes one file atomically; keys that Evencast does not know survive. Throws BAD_INPUT, naming the setting. */
  patch(change: z.infer<typeof SettingsPatch>): Promise<SettingsView>
  /** Sets the settings of the fleet that joined the library, which override all but the library's address; until the next library. */
  useFleet(values: Partial<Settings>): void
  /** Returns sentences about invalid files, each only once. */
  takeWarnings(): readonly string[]
}

/**
 * Creates the settings. Precedence: the library’s address and fleet, flag, environment, library, user, default. Reads the user's settings
 * before it resolves.
 */
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
  // Changes run one after another, because each rewrites a whole file.
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

  /** Cache of the merged view and the files it came from: settings are read for every image. */
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
    // The file is read again, because another window or a person may have written it.
    const before = await load(file)
    if (before.locked)
      throw new EvencastError('UNAVAILABLE', `${file} cannot be read. Correct its permissions or its content first.`)
    const raw: Record<string, unknown> = { ...before.raw, ...values }
    for (const key of reset) if (key in Settings.shape) delete raw[key]
    // The user's file is private; a library's file gets the usual permissions.
    await (scope === 'user' ? writeSettingsFile(file, raw, 0o600) : writeSettingsFile(file, raw))
    const after = { raw, values: validSettings(raw).values, warnings: [], locked: false }
    if (scope === 'user') user = after
    else if (file === libraryFile) {
      library = after
      // A value that the user sets here needs no separate agreement.
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
