import { join } from 'node:path'
import { z } from 'zod'
import { ABOUT_PROBLEMS } from './actor-folder.ts'
import { writeAtomic } from './durable.ts'
import { readIfThere } from './json-file.ts'
import type { ActorFolder } from './layout.ts'
import { isLink } from './path-in.ts'
import { ownDir } from './presence.ts'

const FILE = 'folders.json'

/** Number of folders from which they are remembered; fewer are listed within a tenth of a second. */
export const MANY_FOLDERS = 1000

/** Content of `actor.json`, and whether the images are directly in the actor's folder. Paths are derived from it, never read from it. */
export interface RememberedFolder extends Pick<ActorFolder, 'about' | 'aboutProblem'> {
  readonly flat: boolean
}

/** Folders as found when the library was last open, by actor id. The memory may be outdated, or come from another user. */
export type FolderMemory = ReadonlyMap<string, RememberedFolder>

export const NO_MEMORY: FolderMemory = new Map()

const About = z.object({
  about: z.record(z.string(), z.unknown()).nullable(),
  aboutProblem: z.enum(ABOUT_PROBLEMS).optional(),
})
/** Checked as a whole: for ten thousand names, a check by item takes as long as reading them. */
const Names = z.custom<readonly string[]>(
  (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
)
const MemoryFile = z.object({
  version: z.literal(1),
  nested: Names,
  flat: Names,
  about: z.record(z.string(), About),
})

/** Reads the memory; empty when it cannot be read or is invalid. Each folder is then listed before it is shown. */
export async function readFolderMemory(root: string): Promise<FolderMemory> {
  try {
    if (await isLink(ownDir(root))) return NO_MEMORY
    const bytes = await readIfThere(join(ownDir(root), FILE))
    if (bytes === null) return NO_MEMORY
    const { nested, flat, about } = MemoryFile.parse(JSON.parse(bytes.toString('utf8')))
    const said = new Map(Object.entries(about))
    const entry = (isFlat: boolean) => (actorId: string) =>
      [actorId, { flat: isFlat, about: null, ...said.get(actorId) }] as const
    return new Map([...nested.map(entry(false)), ...flat.map(entry(true))])
  } catch {
    return NO_MEMORY
  }
}

const memoryText = (folders: readonly ActorFolder[]): string => {
  const of = (flat: boolean) => folders.filter(({ dir, imagesDir }) => (dir === imagesDir) === flat)
  const ids = (flat: boolean) => of(flat).map(({ actorId }) => actorId)
  const about = folders
    .filter((folder) => folder.about !== null || folder.aboutProblem !== undefined)
    .map(({ actorId, about: said, aboutProblem }) => [actorId, { about: said, aboutProblem }])
  const value = { version: 1, nested: ids(false), flat: ids(true), about: Object.fromEntries(about) }
  return `${JSON.stringify(value)}\n`
}

/** Saves these folders for the next session when they are many. A full or read-only disk only makes the next start slower. */
export async function writeFolderMemory(root: string, folders: readonly ActorFolder[]): Promise<void> {
  if (folders.length < MANY_FOLDERS) return
  const file = join(ownDir(root), FILE)
  try {
    const text = memoryText(folders)
    const before = await readIfThere(file)
    if (before?.toString('utf8') !== text) await writeAtomic(file, text)
  } catch {
    // Without the memory, each folder is listed before it is shown.
  }
}
