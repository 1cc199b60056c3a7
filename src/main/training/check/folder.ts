import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, isAbsolute, join, posix, relative, resolve } from 'node:path'
import { EvencastError, systemCode } from '../../domain/error.ts'
import { MOST_IMAGE_BYTES } from '../../kit/image-bytes.ts'
import { readRegular, UnfitFileError } from '../../kit/read-regular.ts'
import { MOST_ARCHIVE_BYTES, readZip } from './zip.ts'

export interface FolderEntry {
  /** Relative to the folder, with forward slashes. */
  readonly path: string
  readonly name: string
  /** Its folder, relative; empty for the top. */
  readonly dir: string
  readonly bytes: number
}

/** A folder or an archive that is meant for a trainer. */
export interface TrainingFolder {
  /** Absolute. */
  readonly root: string
  readonly kind: 'folder' | 'zip'
  /** Every file, folders after their parents. */
  readonly files: readonly FolderEntry[]
  /** Every sub-folder. */
  readonly dirs: readonly string[]
  read(path: string): Promise<Buffer>
}

/** Most files in a training set, which has hundreds; more means another kind of folder, such as a home. */
const MOST_FILES = 200_000

/** Reads a regular file, wherever it is. Links to files are followed, because data sets from a cache consist of them. */
export async function readEntry(file: string, mostBytes = MOST_IMAGE_BYTES): Promise<Buffer> {
  try {
    return await readRegular(await realpath(file), mostBytes)
  } catch (error) {
    if (error instanceof UnfitFileError) throw new EvencastError('BAD_INPUT', error.message, { cause: error })
    throw error
  }
}

/** Opens a folder or an archive. Throws NOT_FOUND when it does not exist, BAD_INPUT for a file that is not an archive. */
export async function openTrainingFolder(path: string): Promise<TrainingFolder> {
  const stats = await stat(path).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return null
    throw new EvencastError('UNAVAILABLE', `${path} cannot be read. Check its permissions.`, { cause })
  })
  if (!stats) throw new EvencastError('NOT_FOUND', `There is no ${path}. Give the folder or the zip to check.`)
  return stats.isDirectory() ? openFolder(path) : openArchive(path)
}

async function openFolder(root: string): Promise<TrainingFolder> {
  const files: FolderEntry[] = []
  const dirs: string[] = []
  const visit = async (dir: string): Promise<void> => {
    const entries = await readdir(join(root, dir), { withFileTypes: true })
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = posix.join(dir, entry.name)
      const stats = await stat(join(root, path)).catch(() => null)
      if (!stats) continue
      // Links to folders are not followed, because they may form a cycle.
      if (stats.isDirectory() && !entry.isSymbolicLink()) {
        dirs.push(path)
        await visit(path)
      } else if (stats.isFile()) files.push({ path, name: entry.name, dir, bytes: stats.size })
      if (files.length > MOST_FILES)
        throw new EvencastError(
          'BAD_INPUT',
          `${root} holds more than ${MOST_FILES} files. Give the training set itself.`,
        )
    }
  }
  await visit('')
  return { root, kind: 'folder', files, dirs, read: (path) => readEntry(join(root, path)) }
}

/**
 * Opens the files of a list (absolute names) as if they were a folder; those below `root` keep their relative paths. `missing`: names
 * without a file.
 */
export async function openFiles(
  root: string,
  names: readonly string[],
): Promise<{ readonly listed: TrainingFolder; readonly missing: readonly string[] }> {
  const files: FolderEntry[] = []
  const missing: string[] = []
  for (const file of names) {
    const stats = await stat(file).catch(() => null)
    const within = relative(root, file)
    const path = (within.startsWith('..') || isAbsolute(within) ? file : within).replaceAll('\\', '/')
    if (stats?.isFile()) files.push({ path, name: basename(file), dir: dirname(path), bytes: stats.size })
    else missing.push(file)
  }
  return { listed: { root, kind: 'folder', files, dirs: [], read: (path) => readEntry(resolve(root, path)) }, missing }
}

/** Returns a folder within another, by its path there. */
export function folderIn(folder: TrainingFolder, path: string): TrainingFolder {
  const cut = (name: string): string => name.slice(path.length + 1)
  const inside = (name: string): boolean => name.startsWith(`${path}/`)
  return {
    root: `${folder.root}/${path}`,
    kind: folder.kind,
    files: folder.files
      .filter((entry) => inside(entry.path))
      .map((entry) => ({ ...entry, path: cut(entry.path), dir: entry.dir === path ? '' : cut(entry.dir) })),
    dirs: folder.dirs.filter(inside).map(cut),
    read: (name) => folder.read(`${path}/${name}`),
  }
}

async function openArchive(path: string): Promise<TrainingFolder> {
  if (extname(path).toLowerCase() !== '.zip')
    throw new EvencastError('BAD_INPUT', `${path} is neither a folder nor a zip. Give the training set.`)
  const entries = readZip(await readEntry(path, MOST_ARCHIVE_BYTES), path)
  const files = entries.filter(({ name }) => !name.endsWith('/'))
  const contents = new Map(files.map((entry) => [entry.name, entry]))
  return {
    root: path,
    kind: 'zip',
    files: files.map(({ name, bytes }) => ({
      path: name,
      name: posix.basename(name),
      dir: name.includes('/') ? posix.dirname(name) : '',
      bytes,
    })),
    dirs: [
      ...new Set(entries.flatMap(({ name }) => (name.includes('/') ? [name.slice(0, name.lastIndexOf('/'))] : []))),
    ],
    read: async (name) => (await contents.get(name)?.content()) ?? Buffer.alloc(0),
  }
}
