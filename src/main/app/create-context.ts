import { createCaptionFiles } from '../library/captions/caption-files.ts'
import { join } from 'node:path'
import type { Log } from '../kit/log.ts'
import { createCatalog } from '../catalog/catalog.ts'
import type { Database } from '../catalog/database.ts'
import type { Event } from '../contract/event.ts'
import type { Settings } from '../contract/settings.ts'
import { createKeyedLock } from '../kit/keyed-lock.ts'
import { createActionPlans, type ReplaceFiles } from '../library/action-plans.ts'
import type { LibraryLayout } from '../library/layout.ts'
import { ownDir } from '../library/presence.ts'
import { createScanner } from '../library/scanner.ts'
import { createSnapshotStore } from '../library/snapshots/store.ts'
import { createTrash } from '../library/trash.ts'
import { createBatchStates } from '../operations/context/batch-states.ts'
import { createRecentManifests } from '../operations/context/recent-manifests.ts'
import type { JoinedFleet } from '../operations/context/joined-fleet.ts'
import { createFleetPlans } from '../operations/plan/fleet-plans.ts'
import type { OpenedContext } from './opened-context.ts'
import type { CaptionThreads } from '../library/captions/exchange-files.ts'
import type { Seeing } from '../pretrained/seeing.ts'
import type { Readers } from './machine.ts'
import type { Services } from './services.ts'

export interface ContextPorts {
  readonly services: Services
  readonly seeing: Seeing
  /** Work on many files at once, done by worker threads. */
  readonly files: CaptionThreads & {
    readonly replaceFiles: ReplaceFiles
  } & Readers
  readonly settings: () => Settings
  readonly emit: (event: Event) => void
  readonly log: Log
  readonly now: () => Date
}

interface Opening {
  readonly db: Database
  readonly prompts: OpenedContext['prompts']
  readonly fleet: JoinedFleet
  /** A warning about a catalog that could not be read; null when it could. */
  readonly damaged: string | null
}

/** Creates the context that all operations on one opened library share: its parts on disk, the services, the locks. */
export function createContext(
  layout: LibraryLayout,
  { services, seeing, files, settings, emit, log, now }: ContextPorts,
  { db, prompts, fleet, damaged }: Opening,
): OpenedContext {
  const catalog = createCatalog(db)
  catalog.visionRequests.endInterrupted(now().toISOString())
  const notices: string[] = []
  const withDamage = (warnings: readonly string[]) => (damaged === null ? warnings : [...warnings, damaged])
  let current: LibraryLayout = { ...layout, warnings: withDamage(layout.warnings) }
  return {
    get layout() {
      return current
    },
    takeOver({ actors, warnings, unusual, shared }) {
      const said = { warnings: withDamage(warnings), ...(unusual && { unusual }), ...(shared && { shared }) }
      current = { ...current, actors, ...said, isRemembered: false }
    },
    plans: createFleetPlans(createActionPlans(layout.root, files.replaceFiles), fleet),
    folders: new Map(layout.actors.map((folder) => [folder.actorId, folder])),
    catalog,
    scan: createScanner(files.scanFolders),
    trash: createTrash(layout.root),
    snapshots: createSnapshotStore(layout.root),
    evaluator: services.evaluator,
    vision: services.vision,
    visionBatches: (of) => services.visionBatches({ ...of, tmpDir: join(ownDir(layout.root), 'tmp') }),
    captionBatches: (of) => services.captionBatches({ ...of, tmpDir: join(ownDir(layout.root), 'tmp') }),
    batchStates: createBatchStates(catalog),
    visionAs: services.visionAs,
    visionAt: services.visionAt,
    get generator() {
      return services.generator()
    },
    generatorNamed: services.generatorNamed,
    generatorAs: services.generatorAs,
    generatorOf: services.generatorOf,
    store: services.store,
    prompts,
    seeing,
    settings,
    notices,
    emit(event) {
      if (event.type === 'notice' && event.level !== 'info') remember(notices, event.message)
      emit(event)
    },
    log,
    now,
    recentManifests: createRecentManifests(),
    captionFiles: createCaptionFiles({
      stampsOf: files.stampsOf,
      exchangeFiles: (exchanges) =>
        files.exchangeFiles(exchanges).catch((error: unknown) => {
          log.warn({ err: error }, 'captions not written by worker threads')
          throw error
        }),
    }),
    unjudged: new Set(),
    manifestLock: createKeyedLock(),
    actorLock: createKeyedLock(),
    planLock: createKeyedLock(),
  }
}

/** Most notices kept for windows that connect later. */
const MOST_NOTICES = 100

function remember(notices: string[], message: string): void {
  if (!notices.includes(message) && notices.length < MOST_NOTICES) notices.push(message)
}
