import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { systemCode } from '../domain/error.ts'

/** Makes renames and new names in a folder survive a power cut. Windows cannot open folders and needs no such call. */
export async function syncDir(dir: string): Promise<void> {
  try {
    await using handle = await open(dir, 'r')
    await handle.sync()
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF'].includes(systemCode(error))) throw error
  }
}

/** Forces a file's content to the disk. One that may not be written to was not written by us: it is there already. */
export async function syncFile(file: string): Promise<void> {
  try {
    await using handle = await open(file, 'r+')
    await handle.sync()
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(systemCode(error))) throw error
  }
}

/** Replaces a file as a whole: a reader, or a crash, sees the old content or the new one. The folder must exist. */
export async function writeAtomic(file: string, content: string | Buffer): Promise<void> {
  await writeFileAtomic(file, content, { fsync: true })
  await syncDir(dirname(file))
}
