import type { Log } from '../kit/log.ts'
import type { Event } from '../contract/event.ts'
import type { GenerationModelView } from '../contract/generation.ts'
import type {
  KeyGuard,
  LocalServerView,
  SecretName,
  SecretView,
  ServiceName,
  ServiceReport,
} from '../contract/secrets.ts'
import type { AboutView } from '../contract/about.ts'
import type { Settings, SettingsPatch, SettingsView } from '../contract/settings.ts'
import type { LibraryAnswer, LibraryQuestion } from '../contract/trust.ts'
import type { PricesView } from '../contract/vision.ts'
import type { BrowseView, FolderView, HistoryView } from '../contract/views.ts'
import type { Lane } from '../domain/image.ts'
import type { MeasuredFile } from '../evaluation/evaluator.ts'
import type { FleetLink } from '../runs/fleet-link.ts'
import type { PaidGate } from '../generation/generator.ts'
import type { ModelView } from '../contract/models.ts'
import type { PackId } from '../domain/pack-ids.ts'
import type { Pack } from '../pretrained/packs.ts'
import type { Machine, MachinePorts } from './machine.ts'
import type { Models } from './models.ts'
import type { LookAt } from '../training/check/look-at.ts'
import type { Cipher } from '../settings/sealed-vault.ts'
import type { Trainings } from '../operations/export/train.ts'
import type { Library } from './library.ts'

/** Folders, environment and log of a host. The core never looks them up itself. */
export interface CorePorts extends MachinePorts {
  /** Folder for user settings, the recent list and the sample library. */
  readonly configDir: string
  /** Folder of the embedded prompts and models. */
  readonly resourcesDir: string
  /** Folder of the built interface, for hosts that show one. */
  readonly uiDir?: string
  /** The host's log file, which is shown to users after an error. */
  readonly logFile?: string
  /** Licenses of everything that is shipped. */
  readonly licencesFile?: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Settings from command-line flags, which override all others. */
  readonly flags?: Partial<Settings>
  /** Encrypts stored keys; without one they are stored in a file that only its owner may read. */
  readonly cipher?: Cipher
  readonly log: Log
  /** Replaces the published networks in tests. */
  readonly packs?: Readonly<Record<PackId, Pack>>
  /** Connects to a fleet, for hosts whose windows show it. */
  readonly connectFleet?: (address: string) => Promise<FleetLink>
  /** Coordinates paid requests of several machines; absent for a single machine. */
  readonly paid?: PaidGate
  /** Worker threads and processes shared with other cores, closed by their creator; without it the core has its own. */
  readonly machine?: Machine
  /** Files of which only names and sizes are here; absent when all bytes are. */
  readonly known?: KnownFiles
}

/** Measures and vectors of files whose bytes are stored elsewhere. */
export interface KnownFiles {
  readonly measured: (file: string) => MeasuredFile | undefined
  readonly seen: (file: string, model: string) => Uint8Array | undefined
}

export interface OpenOptions {
  /** Agrees to the settings and the unfinished work of the library. */
  readonly trust?: boolean
  /** Lists the library as recent. */
  readonly remember?: boolean
  /** Nothing else is waiting for this thread, so it may read a few folders itself, because other threads take longer to start. */
  readonly alone?: boolean
}

export type Notice = Extract<Event, { type: 'notice' }>

export interface Core {
  readonly log: Log
  about(): AboutView
  /** Turns a path that the host was given (dialog, drop, argument) into an id that a renderer may send back. */
  grantFolder(path: string): FolderView
  recentFolders(): Promise<FolderView[]>
  /** Lists folders of this machine; without an id it starts at the home folder. */
  browseFolders(folderId?: string): Promise<BrowseView>
  /** Returns a folder by its path, for hosts where people type one. Never pass a path from a web page. */
  findFolder(path: string): Promise<FolderView>
  /** Returns which keys are set, without their values. */
  secrets(): SecretView[]
  /** Returns how stored keys are protected. */
  keyGuard(): KeyGuard
  setSecret(name: SecretName, value: string | null): Promise<SecretView[]>
  testService(service: Exclude<ServiceName, 'fleet'>, signal?: AbortSignal): Promise<ServiceReport>
  /** Finds servers of vision models that run on this machine. */
  localServers(signal?: AbortSignal): Promise<LocalServerView[]>
  /** Returns list prices of vision models, without those of the settings. */
  visionPrices(): PricesView
  /** Trainings with exports of any library. */
  readonly trainings: Trainings
  /** Returns Replicate's models with their list prices. */
  generationModels(): GenerationModelView[]
  /** Pretrained networks. */
  readonly models: Pick<Models, 'seeing' | 'list' | 'install' | 'stop' | 'remove'>
  /** Starts an installation, from a granted folder if one is named, else from the source in the settings. */
  installModel(id: PackId, folderId?: string): Promise<ModelView[]>
  settings(): SettingsView
  /**
   * Returns the address of the fleet's PostgreSQL from the environment or the stored secret; it may contain a password. Throws BAD_INPUT
   * without one.
   */
  fleetAddress(): string
  changeSettings(patch: SettingsPatch): Promise<SettingsView>
  /**
   * Opens a library and closes the open one. `trust`: the user agrees to its settings and its unfinished work. `remember` (the default):
   * lists it as recent and treats it as known from now on.
   */
  open(path: string, options?: OpenOptions): Promise<Library>
  /** Returns the settings and unfinished work of an unknown library that the user has to decide about; null when there are none. */
  question(): LibraryQuestion | null
  decide(answer: LibraryAnswer): Promise<void>
  openGranted(folderId: string): Promise<Library>
  /** Writes the sample library into the user's data folder the first time, then opens it. */
  openSample(): Promise<Library>
  current(): Library | null
  closeLibrary(): Promise<void>
  /** Writes a small library to try the app on; refuses a folder that is not empty. Returns the number of images. */
  writeSample(folder: string): Promise<number>
  /** Writes an export that a window prepared into a file; throws NOT_FOUND when its id is no longer known. */
  saveDownload(downloadId: string, path: string): Promise<void>
  /** Returns the file name of a prepared export, for a dialog. */
  downloadName(downloadId: string): string
  /** Returns the absolute path of an image, for hosts that reveal it in a file manager. Throws NOT_FOUND. */
  imagePath(imageId: string): string
  /** Returns the absolute path of a file within a training set that a window exported, to reveal its folder. Throws NOT_FOUND. */
  trainingSetPath(versionId: string): Promise<string>
  /** Decodes an image file that is not part of a library. */
  readonly lookAt: LookAt
  /** Returns the image for the pointer while files of these images are dragged out of a window. */
  dragIcon(imageIds: readonly string[]): Promise<Uint8Array>
  /** Turns a file that the host was given into an id that a renderer may send back. */
  grantFile(path: string): string
  /** Does the same for bytes that are sent. Throws LIMIT. */
  receiveFile(name: string, body: AsyncIterable<Uint8Array>): Promise<string>
  /** Copies such files into an actor of the library. */
  addImages(adding: {
    readonly fileIds: readonly string[]
    readonly actorId: string
    readonly lane?: Lane | undefined
  }): Promise<HistoryView>
  subscribe(listener: (event: Event) => void): () => void
  /** Subscribes to notices only; such a listener does not count as an open window. */
  onNotice(listener: (notice: Notice) => void): () => void
  /** Serves `/thumb`, `/image`, `/base` and, when `uiDir` is given, the interface. */
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}
