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

/** What a host brings: places, the environment, a log. The core never asks for these on its own. */
export interface CorePorts extends MachinePorts {
  /** Folder for user settings, the recent list and the sample library. */
  readonly configDir: string
  /** Folder of the embedded prompts and models. */
  readonly resourcesDir: string
  /** Folder of the built interface, for hosts that show one. */
  readonly uiDir?: string
  /** Where the host writes its log, to be told to whom something went wrong. */
  readonly logFile?: string
  /** Licences of everything that is shipped. */
  readonly licencesFile?: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Settings given as command-line flags: they outrank everything. */
  readonly flags?: Partial<Settings>
  /** What stored keys are encrypted with; without one they lie in a file that only its owner may read. */
  readonly cipher?: Cipher
  readonly log: Log
  /** In place of the published networks, for tests. */
  readonly packs?: Readonly<Record<PackId, Pack>>
  /** How a fleet is reached, where windows show what it does. */
  readonly connectFleet?: (address: string) => Promise<FleetLink>
  /** What several machines share of paid services; absent where there is one machine. */
  readonly paid?: PaidGate
  /** Shared with other cores, and closed by whoever made it; without one the core has its own. */
  readonly machine?: Machine
  /** Files that are here by their names and sizes alone; absent where all bytes are. */
  readonly known?: KnownFiles
}

/** What is known of files whose bytes lie elsewhere, in place of reading them. */
export interface KnownFiles {
  readonly measured: (file: string) => MeasuredFile | undefined
  readonly seen: (file: string, model: string) => Uint8Array | undefined
}

export interface OpenOptions {
  /** Agrees to what the library brings along. */
  readonly trust?: boolean
  /** It is listed among those that were opened. */
  readonly remember?: boolean
  /** Nobody waits for anything else meanwhile: few folders are read in this thread, where others take longer to start. */
  readonly alone?: boolean
}

export type Notice = Extract<Event, { type: 'notice' }>

export interface Core {
  readonly log: Log
  about(): AboutView
  /** Turns a path that the host was given (dialog, drop, argument) into an id that a renderer may send back. */
  grantFolder(path: string): FolderView
  recentFolders(): Promise<FolderView[]>
  /** Folders of this machine; without an id it starts at the home folder. */
  browseFolders(folderId?: string): Promise<BrowseView>
  /** For hosts where people type a path: never for one that a page made up. */
  findFolder(path: string): Promise<FolderView>
  /** Which keys there are, without the keys. */
  secrets(): SecretView[]
  /** What keeps others from reading the stored ones. */
  keyGuard(): KeyGuard
  setSecret(name: SecretName, value: string | null): Promise<SecretView[]>
  testService(service: Exclude<ServiceName, 'fleet'>, signal?: AbortSignal): Promise<ServiceReport>
  /** Servers of vision models that answer on this machine. */
  localServers(signal?: AbortSignal): Promise<LocalServerView[]>
  /** What vision models cost, without what the settings say. */
  visionPrices(): PricesView
  /** Trainings with exports, whichever library they come from. */
  readonly trainings: Trainings
  /** Replicate's models with their list prices. */
  generationModels(): GenerationModelView[]
  /** Pretrained networks. */
  readonly models: Pick<Models, 'seeing' | 'list' | 'install' | 'stop' | 'remove'>
  /** Starts it, from a folder that was granted if one is named, else from where the settings say. */
  installModel(id: PackId, folderId?: string): Promise<ModelView[]>
  settings(): SettingsView
  /** Of the fleet's PostgreSQL, by the environment or the stored secret; may hold a password. Throws BAD_INPUT without one. */
  fleetAddress(): string
  changeSettings(patch: SettingsPatch): Promise<SettingsView>
  /**
   * Opens a library and closes the one that was open. `trust`: the user agrees to its settings and its unfinished work. `remember`: it is
   * listed as recent, and known from now on (the default).
   */
  open(path: string, options?: OpenOptions): Promise<Library>
  /** What a library that this user does not know brings along, to be decided about; null: nothing. */
  question(): LibraryQuestion | null
  decide(answer: LibraryAnswer): Promise<void>
  openGranted(folderId: string): Promise<Library>
  /** Writes the sample library into the user's data folder the first time, then opens it. */
  openSample(): Promise<Library>
  current(): Library | null
  closeLibrary(): Promise<void>
  /** Writes a small library to try the app on; refuses a folder that is not empty. Answers the number of images. */
  writeSample(folder: string): Promise<number>
  /** Writes an export that a window prepared into a file; throws NOT_FOUND for one that is not known any more. */
  saveDownload(downloadId: string, path: string): Promise<void>
  /** Name that a prepared export would have, for a dialog. */
  downloadName(downloadId: string): string
  /** Absolute path of an image, for hosts that reveal it in a file manager. Throws NOT_FOUND. */
  imagePath(imageId: string): string
  /** Absolute path of something within a training set that a window exported, to reveal its folder by. Throws NOT_FOUND. */
  trainingSetPath(versionId: string): Promise<string>
  /** Picture for the pointer while files of these images are dragged out of a window. */
  /** What a decoder sees of an image file that is no part of a library. */
  readonly lookAt: LookAt
  dragIcon(imageIds: readonly string[]): Promise<Uint8Array>
  /** Turns a file that the host was given into an id that a renderer may send back. */
  grantFile(path: string): string
  /** The same for bytes that are sent. Throws LIMIT. */
  receiveFile(name: string, body: AsyncIterable<Uint8Array>): Promise<string>
  /** Copies such files into an actor of the library. */
  addImages(adding: {
    readonly fileIds: readonly string[]
    readonly actorId: string
    readonly lane?: Lane | undefined
  }): Promise<HistoryView>
  subscribe(listener: (event: Event) => void): () => void
  /** Told of notices alone, without being taken for a window that somebody looks at. */
  onNotice(listener: (notice: Notice) => void): () => void
  /** Serves `/thumb`, `/image`, `/base` and, when `uiDir` is given, the interface. */
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}
