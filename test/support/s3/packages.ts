import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const exec = promisify(execFile)
const INSTALL_TIMEOUT_MS = 300_000

/** Required programs, each with its Debian package. */
export type Needs = Readonly<Record<string, string>>

/**
 * Installs missing programs with apt-get if possible, which takes root on Debian or Ubuntu. Returns the reason as a sentence when they are
 * not available, or null. EVENCAST_NO_APT=1 forbids installing.
 */
export async function missing(needs: Needs): Promise<string | null> {
  const absent = await absentOf(needs)
  if (absent.length === 0) return null
  const packages = [...new Set(absent.map(([, name]) => name))]
  const wanted = `apt-get install --no-install-recommends ${packages.join(' ')}`
  if (process.env['EVENCAST_NO_APT'] === '1') return `needs: ${wanted} (EVENCAST_NO_APT is set)`
  if (process.getuid?.() !== 0 || !(await find('apt-get'))) return `needs, as root on Debian or Ubuntu: ${wanted}`
  console.info(`Installing for the tests: ${packages.join(' ')}`)
  // RUNLEVEL keeps the packages' own services from starting.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const signal = AbortSignal.timeout(INSTALL_TIMEOUT_MS)
  try {
    await exec('apt-get', ['update', '-qq'], { env, signal })
    await exec('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, signal })
  } catch (error) {
    return `${wanted} failed: ${String(error).slice(0, 300)}`
  }
  const still = await absentOf(needs)
  return still.length === 0 ? null : `still without ${still.map(([program]) => program).join(', ')} after: ${wanted}`
}

async function absentOf(needs: Needs): Promise<(readonly [string, string])[]> {
  const found = await Promise.all(Object.entries(needs).map(async (need) => ((await find(need[0])) ? [] : [need])))
  return found.flat()
}

async function find(program: string): Promise<boolean> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin']
  const tries = folders.map((folder) => access(join(folder, program), constants.X_OK))
  return Promise.any(tries).then(
    () => true,
    () => false,
  )
}
