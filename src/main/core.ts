import type { Logger } from 'pino'
import type { Event } from './contract/index.ts'
import type { Settings, SettingsPatch, SettingsView } from './contract/settings.ts'
import type { BrowseView, FolderView } from './contract/views.ts'
import type { Library } from './workflow/library.ts'

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

export type { ActorSelection, Attended, ExecuteOptions, Library, Progress } from './workflow/library.ts'

export interface Core {
  readonly log: Logger
  /** Turns a path that the host was given (dialog, drop, argument) into an id that a renderer may send back. */
  grantFolder(path: string): FolderView
  recentFolders(): Promise<FolderView[]>
  /** Folders of this machine; without an id it starts at the home folder. */
  browseFolders(folderId?: string): Promise<BrowseView>
  settings(): SettingsView
  changeSettings(patch: SettingsPatch): Promise<SettingsView>
  /** Opens a library and closes the one that was open. */
  open(path: string): Promise<Library>
  openGranted(folderId: string): Promise<Library>
  /** Writes the sample library into the user's data folder the first time, then opens it. */
  openSample(): Promise<Library>
  current(): Library | null
  closeLibrary(): Promise<void>
  /** Writes a small library to try the app on; refuses a folder that is not empty. Answers the number of images. */
  writeSample(folder: string): Promise<number>
  /** Absolute path of an image, for hosts that reveal it in a file manager. Throws NOT_FOUND. */
  imagePath(imageId: string): string
  subscribe(listener: (event: Event) => void): () => void
  /** Serves `/thumb`, `/image`, `/base` and, when `uiDir` is given, the interface. */
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}
