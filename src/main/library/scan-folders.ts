import { EvencastError, type ErrorCode, messageOf } from '../domain/error.ts'
import { ignoreRules } from './ignore-file.ts'
import type { ActorFolder } from './layout.ts'
import { type ActorScan, AT_ONCE, scanActor } from './scan.ts'

/** Paths of an actor's files, in a form that can be sent between threads. */
type Places = Omit<ActorFolder, 'about' | 'aboutProblem' | 'ignores'>

export interface FoldersToScan {
  readonly folders: readonly Places[]
  /** Text of their library's ignore rules. */
  readonly ignoreText: string
}

/** Scan of a folder, or why it failed. */
export type ScannedFolder = ActorScan | { readonly code: ErrorCode; readonly failed: string }

/** Runs `scanActor` for many folders, one after another. */
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
