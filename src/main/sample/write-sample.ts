import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EvencastError, messageOf } from '../domain/error.ts'

/**
 * Everything is written in this folder and moved to its place at the end, so that a crash never leaves half a library that looks complete.
 */
const PARTIAL = '.evencast-sample'

/**
 * Writes a small library to try the app with: a copy of the rendered one in `source`, which `scripts/sample` generates. `folder` is created
 * when it does not exist. Returns the number of training images. Throws BAD_INPUT when the folder is not empty or cannot be written; then
 * nothing remains.
 */
export async function writeSample(source: string, folder: string): Promise<number> {
  await prepare(folder)
  const partial = join(folder, PARTIAL)
  try {
    const files = await filesBelow(source)
    await Promise.all(files.map((file) => copy(join(source, file), join(partial, file))))
    await rename(join(partial, 'actors'), join(folder, 'actors'))
    await rmdir(partial)
    return files.filter((file) => dirname(file).endsWith('training_data') && !file.endsWith('.json')).length
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
}

async function prepare(folder: string): Promise<void> {
  const found = await mkdir(folder, { recursive: true })
    .then(() => readdir(folder))
    .catch((cause: unknown) => {
      const why = messageOf(cause)
      throw new EvencastError(
        'BAD_INPUT',
        `The sample cannot be written to ${folder} (${why}). Choose another folder.`,
        { cause },
      )
    })
  if (found.some((name) => name !== PARTIAL))
    throw new EvencastError(
      'BAD_INPUT',
      `${folder} is not empty. Choose an empty or a new folder for the sample library.`,
    )
  await rm(join(folder, PARTIAL), { recursive: true, force: true })
}

/** Returns the relative paths of the files below a folder, read level by level, which works inside Electron's archive too. */
async function filesBelow(folder: string, below = ''): Promise<readonly string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(below, name))
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => join(below, name))
  const nested = await Promise.all(folders.map((path) => filesBelow(folder, path)))
  return [...files, ...nested.flat()]
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await writeFile(to, await readFile(from), { flag: 'wx' })
}
