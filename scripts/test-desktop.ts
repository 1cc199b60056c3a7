/**
 * `npm run test:desktop`: runs the journey in Electron itself, on the current display or on Xvfb. Where that is impossible, it prints the
 * reason and the check that replaces it.
 */
import { spawnSync } from 'node:child_process'
import { env } from 'node:process'
import { ensureBuilt } from './build.ts'
import { runProgram } from './checks.ts'
import { electronObstacle, hasDisplay } from './electron.ts'

const XVFB = ['xvfb-run', '--auto-servernum', process.execPath, import.meta.filename]

/** Runs on an Xvfb display; returns false where Xvfb is missing. */
function runOnXvfb(): boolean {
  const [program = '', ...args] = XVFB
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' })
  if (error) return false
  process.exitCode = status ?? 1
  return true
}

if (hasDisplay() || !runOnXvfb()) {
  const obstacle = electronObstacle()
  if (obstacle === null) {
    ensureBuilt()
    console.log(`In Electron itself, on ${env.DISPLAY ?? env.WAYLAND_DISPLAY ?? 'the desktop'}:`)
    const ran = await runProgram('vitest/vitest.mjs', ['run', '--project=e2e', 'test/e2e/real-electron.test.ts'])
    process.exitCode = ran ? 0 : 1
  } else
    console.log(
      `NOT RUN: the journey in Electron itself, since ${obstacle}; npm run test:journeys walks the same built app in a stand-in for Electron, and npm run package:check the packed one.`,
    )
}
