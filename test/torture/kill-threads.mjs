// Counts the file operations of worker threads, which they do without other threads, like those of the main thread.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { full, isFull, tickInThread } from './kill-moments.mjs'

const WRITING = fs.constants.O_WRONLY | fs.constants.O_RDWR

const isWriting = (flags = 'r') => (typeof flags === 'number' ? (flags & WRITING) !== 0 : flags !== 'r')

export function countInThread() {
  for (const [name, act, counted = () => true] of [
    ['openSync', 'open', (_path, flags) => isWriting(flags)],
    ['renameSync', 'rename'],
    ['unlinkSync', 'unlink'],
    ['rmSync', 'rm'],
  ]) {
    const original = fs[name]
    fs[name] = (...args) => {
      if (!counted(...args)) return original(...args)
      tickInThread(act, 'before')
      const result = original(...args)
      tickInThread(act, 'after')
      return result
    }
  }
  const { writeFileSync } = fs
  fs.writeFileSync = (file, content, ...more) => {
    tickInThread('write', 'before')
    const isLast = isFull()
    writeFileSync(file, isLast ? content.slice(0, content.length / 2) : content, ...more)
    if (isLast) throw full()
    tickInThread('write', 'after')
  }
  const { fsync } = fs
  fs.fsync = (handle, done) => {
    tickInThread('sync', 'before')
    fsync(handle, (error) => {
      tickInThread('sync', 'after')
      done(error)
    })
  }
  for (const name of ['rename', 'unlink', 'rm']) {
    const original = fs.promises[name]
    fs.promises[name] = async (...args) => {
      tickInThread(name, 'before')
      const result = await original(...args)
      tickInThread(name, 'after')
      return result
    }
  }
  const { open } = fs.promises
  fs.promises.open = async (path, flags, ...rest) => {
    const writing = isWriting(flags)
    if (writing) tickInThread('open', 'before')
    const handle = await open(path, flags, ...rest)
    if (writing) tickInThread('open', 'after')
    return handle
  }
  syncBuiltinESMExports()
}
