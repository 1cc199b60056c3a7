import { type ChildProcess, spawn } from 'node:child_process'
import { connect } from 'node:net'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ensureBuilt, ROOT } from '../../scripts/build.ts'
import { temporaryFolder } from '../support/library.ts'

const cleanup = new AsyncDisposableStack()
beforeAll(ensureBuilt)
afterAll(() => cleanup.disposeAsync())

/** Runs `npm start` without a display and returns the port of the server that it started. */
async function started(): Promise<{ readonly npm: ChildProcess; readonly port: number }> {
  const folder = cleanup.use(await temporaryFolder())
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', EVENCAST_CONFIG_DIR: folder.path }
  const npm = spawn('npm', ['start'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] })
  cleanup.defer(() => void npm.kill('SIGKILL'))
  for await (const line of createInterface(npm.stdout)) {
    const port = /^Evencast is at http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1]
    if (port !== undefined) return { npm, port: Number(port) }
  }
  throw new Error('npm start ended without a server.')
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

if (process.platform !== 'linux') console.warn('SKIPPED: how npm passes signals on is checked on Linux only.')

test.skipIf(process.platform !== 'linux')('SIGTERM to npm start ends the server that it started', async () => {
  const { npm, port } = await started()
  expect(await isOpen(port)).toBe(true)
  npm.kill('SIGTERM')
  await vi.waitFor(async () => expect(await isOpen(port)).toBe(false), { timeout: 60_000, interval: 100 })
})
