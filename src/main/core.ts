import type { Logger } from 'pino'
import type { Event } from './contract/index.ts'
import type { Settings, SettingsView } from './contract/settings.ts'
import type { FolderView } from './contract/views.ts'
import type {
  EvaluateReport,
  ExecuteReport,
  PlanSummary,
  StatusReport,
  SyncReport,
  TrashItem,
  UndoReport,
  VerifyReport,
} from './workflow/reports.ts'

/** What a host brings: places, the environment, a log. The core never asks for these on its own. */
export interface CorePorts {
  /** Folder for user settings, the recent list and the sample library. */
  readonly configDir: string
  /** Folder of the embedded prompts and models. */
  readonly resourcesDir: string
  /** Module that worker threads load (`worker.ts`, or `worker.js` once built). */
  readonly workerFile: string
  /** Folder of the built interface, for hosts that show one. */
  readonly uiDir?: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Settings given as command-line flags: they outrank everything. */
  readonly flags?: Partial<Settings>
  readonly log: Logger
}

export type ActorSelection = 'all' | readonly string[]

export interface Progress {
  readonly phase: string
  readonly done: number
  readonly total: number
  readonly etaSeconds: number | null
  readonly costUsd?: number
}

export interface Attended {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export interface ExecuteOptions extends Attended {
  readonly dryRun?: boolean
  readonly deleteOnly?: boolean
  readonly generateOnly?: boolean
  readonly maxCostUsd?: number | undefined
  readonly retryFailed?: boolean
}

/** The opened library: every operation on it, for the command line, the router and tests alike. */
export interface Library {
  readonly root: string
  readonly warnings: readonly string[]
  status(): Promise<StatusReport>
  plan(actors: ActorSelection, options?: Attended & { readonly fresh?: boolean }): Promise<PlanSummary>
  execute(actors: ActorSelection, options?: ExecuteOptions): Promise<ExecuteReport>
  evaluate(actorId: string, options?: Attended): Promise<EvaluateReport>
  undo(runId?: string, options?: Attended): Promise<UndoReport>
  verify(): Promise<VerifyReport>
  sync(options: Attended & { readonly dryRun?: boolean; readonly delete?: boolean }): Promise<SyncReport>
  readonly trash: {
    list(): Promise<readonly TrashItem[]>
    restore(ids: readonly string[]): Promise<number>
    empty(): Promise<{ readonly files: number; readonly bytes: number }>
  }
}

export interface Core {
  /** Turns a path that the host was given (dialog, drop, argument) into an id that a renderer may send back. */
  grantFolder(path: string): FolderView
  settings(): SettingsView
  open(path: string): Promise<Library>
  current(): Library | null
  /** Writes a small library to try the app on; refuses a folder that is not empty. Returns the number of images. */
  writeSample(folder: string): Promise<number>
  /** Absolute path of an image, for hosts that reveal it in a file manager. Throws NOT_FOUND. */
  imagePath(imageId: string): string
  subscribe(listener: (event: Event) => void): () => void
  /** Serves `/thumb`, `/image`, `/base` and, when `uiDir` is given, the interface. */
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}
