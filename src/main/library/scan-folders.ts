import { EvencastError, type ErrorCode, messageOf } from '../domain/error.ts'
import { ignoreRules } from './ignore-file.ts'
import type { ActorFolder } from './layout.ts'
import { type ActorScan, AT_ONCE, scanActor } from './scan.ts'

/** Where an actor's files lie, for another thread. */
type Places = Omit<ActorFolder, 'about' | 'aboutProblem' | 'ignores'>

export interface FoldersToScan {
  readonly folders: readonly Places[]
  /** Of the rules of their library. */
  readonly ignoreText: string
}

/** What was seen of a folder, or why it could not be looked at. */
export type ScannedFolder = ActorScan | { readonly code: ErrorCode; readonly failed: string }

/** `scanActor` for many folders, one after the other. */
export async function scanFolders(
  { folders, ignoreText }: FoldersToScan,
  disk = AT_ONCE,
): Promise<readonly ScannedFolder[]> {
  const scanned: ScannedFolder[] = []
  for (const places of folders) {
    const ignores = ignoreRules(places.root, ignoreText)
    scanned.push(await scanActor({ ...places, ignores }, disk).catch(failed))
  }
  return scanned
}

const failed = (error: unknown): ScannedFolder => ({
  code: error instanceof EvencastError ? error.code : 'INTERNAL',
  failed: messageOf(error),
})
