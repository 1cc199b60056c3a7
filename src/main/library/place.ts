import { constants } from 'node:fs'
import { copyFile, link, lstat, open, rename, rm, unlink, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EvencastError, systemCode } from '../domain/error.ts'
import { syncDir, syncFile } from './durable.ts'

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'])

/** Gives a file its name; tests replace it to imitate other file systems. */
export type Link = (from: string, to: string) => Promise<void>

/**
 * Moves a finished file to a free name: it appears there complete or not at all, and is on disk when this returns, with its modification
 * time. Throws CONFLICT when the name is taken. Safe to repeat after a crash.
 */
export async function placeNew(temp: string, target: string, makeLink: Link = link): Promise<void> {
  await syncFile(temp)
  try {
    await makeLink(temp, target)
    await unlink(temp)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'EEXIST') await finishOrRefuse(temp, target)
    else if (code === 'EXDEV') await placeCopy(temp, target, makeLink)
    else if (NO_LINKS.has(code)) await reserveAndRename(temp, target)
    else throw error
  }
  await syncDir(dirname(target))
}

/** Finishes a move that crashed between link and unlink, which leaves one file under two names. */
async function finishOrRefuse(temp: string, target: string): Promise<void> {
  const [from, to] = await Promise.all([lstat(temp, { bigint: true }), lstat(target, { bigint: true })])
  if (from.ino !== to.ino || from.dev !== to.dev || from.ino === 0n) throw taken(target)
  await unlink(temp)
}

/** For file systems without hard links (exFAT, many network shares): reserves the name, so that no other process takes it. */
async function reserveAndRename(temp: string, target: string): Promise<void> {
  try {
    await using reservation = await open(target, 'wx')
    await reservation.sync()
  } catch (error) {
    throw systemCode(error) === 'EEXIST' ? taken(target) : error
  }
  try {
    await rename(temp, target)
  } catch (error) {
    await unlink(target)
    throw error
  }
}

/** Moves a file from another drive: it is copied next to the target first, so that it too appears complete. */
async function placeCopy(temp: string, target: string, makeLink: Link): Promise<void> {
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)
  try {
    await copyFile(temp, beside, constants.COPYFILE_FICLONE)
    const stats = await lstat(temp)
    await utimes(beside, stats.atime, stats.mtime)
    await placeNew(beside, target, makeLink)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  await unlink(temp)
}

const taken = (target: string): EvencastError =>
  new EvencastError('CONFLICT', `${basename(target)} is already there with other content. Rename it, then try again.`)
