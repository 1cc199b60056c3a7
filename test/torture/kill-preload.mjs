// Loaded before the program with `node --import`: counts the events of its journal and files, and ends it at one of them.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import Database from 'better-sqlite3'
import '../support/hasten.ts'
import { counts, eventsSoFar, full, isFull, tick as tickNow } from './kill-moments.mjs'
import { countInThread } from './kill-threads.mjs'
import './names-preload.mjs'

const { TORTURE_AT, TORTURE_COUNT, TORTURE_FULL_AT, TORTURE_CLOCK_HOURS } = process.env
const isAsked = Boolean(TORTURE_AT || TORTURE_COUNT || TORTURE_FULL_AT)

if (!isMainThread && counts && isAsked) countInThread()

if (isMainThread && isAsked) {
  const now = Date.now.bind(Date)
  let ticks = 0
  /** Counts an event. Its name leaves out everything that differs between files of a kind. */
  const tick = (event) => {
    // The machine's clock is set during the work.
    if (TORTURE_CLOCK_HOURS && ++ticks === 40) Date.now = () => now() + Number(TORTURE_CLOCK_HOURS) * 3_600_000
    tickNow(event)
  }
  const kindOf = (path) => basename(String(path)).replaceAll(/\.?[0-9a-f]{12,}|\d+/g, '#')

  const prepare = Reflect.get(Database.prototype, 'prepare')
  const patched = new WeakSet()
  Database.prototype.prepare = function (...args) {
    const statement = prepare.apply(this, args)
    const prototype = Object.getPrototypeOf(statement)
    if (!patched.has(prototype)) {
      patched.add(prototype)
      const { run, get } = prototype
      prototype.run = function (...values) {
        tick(`before ${this.source}`)
        const result = run.apply(this, values)
        tick(`after ${this.source}`)
        return result
      }
      // A statement that writes a row and returns it.
      prototype.get = function (...values) {
        if (this.readonly) return get.apply(this, values)
        tick(`before ${this.source}`)
        const result = get.apply(this, values)
        tick(`after ${this.source}`)
        return result
      }
    }
    return statement
  }

  const writes_ = new Set(['copyFile', 'writeFile', 'mkdir'])
  const around = (name, act) =>
    async function (...args) {
      const what = `file: ${name} ${kindOf(args[0])}`
      tick(`${what} before`)
      if (writes_.has(name) && isFull()) throw full()
      const result = await act.apply(this, args)
      tick(`${what} after`)
      return result
    }
  for (const name of ['rename', 'link', 'unlink', 'copyFile', 'mkdir', 'rm', 'rmdir', 'writeFile'])
    fs.promises[name] = around(name, fs.promises[name])
  const { open } = fs.promises
  let handles = false
  const written = new WeakMap()
  fs.promises.open = async (path, flags = 'r', ...rest) => {
    const writing =
      typeof flags === 'number' ? (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0 : flags !== 'r'
    const what = `file: open ${kindOf(path)}`
    if (writing) tick(`${what} before`)
    const handle = await open(path, flags, ...rest)
    written.set(handle, kindOf(path))
    if (!handles) {
      handles = true
      const prototype = Object.getPrototypeOf(handle)
      const { writeFile } = prototype
      prototype.writeFile = async function (content, ...more) {
        if (isFull()) {
          await writeFile.call(this, content.slice(0, content.length / 2), ...more)
          throw full()
        }
        const whole = `file: write ${written.get(this)}`
        tick(`${whole} before`)
        await writeFile.call(this, content, ...more)
        tick(`${whole} after`)
      }
    }
    if (writing) tick(`${what} after`)
    return handle
  }
  syncBuiltinESMExports()
  if (TORTURE_COUNT) process.on('exit', () => fs.writeFileSync(TORTURE_COUNT, JSON.stringify(eventsSoFar())))
}
