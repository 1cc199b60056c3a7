import { chown, mkdir } from 'node:fs/promises'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createProcesses, freePort } from '../s3/processes.ts'
import { missing } from '../s3/packages.ts'

export interface Postgres {
  /** Creates an empty database and returns its address; each call creates another. */
  readonly database: () => Promise<string>
  /** Ends the server as a crash does and restarts it on the same data. */
  readonly crash: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Returns why PostgreSQL is unavailable, with the command that installs it; null when it is installed. */
export const noPostgres = (): Promise<string | null> => missing({ pg_ctlcluster: 'postgresql' })

/** Starts a new cluster on loopback, without durability settings because it is thrown away. */
export async function startPostgres(): Promise<Postgres> {
  const bin = await newest()
  const port = await freePort()
  const processes = await createProcesses('postgres')
  const { dir, run, start, until } = processes
  const data = join(dir, 'data')
  const asRoot = process.getuid?.() === 0
  // initdb and postgres refuse root.
  const user = asRoot ? 'postgres' : String(process.env['USER'])
  const as = (command: string, args: readonly string[]) =>
    asRoot
      ? (['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]] as const)
      : ([command, args] as const)
  if (asRoot) {
    const id = async (flag: string) => Number(await run('id', [flag, 'postgres']))
    await chown(dir, await id('-u'), await id('-g'))
  } else await mkdir(data, { recursive: true })
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: dir,
    fsync: 'off',
    max_connections: 300,
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const admin = (sql: string) =>
    run(join(bin, 'psql'), ['-h', '127.0.0.1', '-p', String(port), '-U', user, '-d', 'postgres', '-qtAc', sql])
  let starts = 0
  const up = async () => {
    start(`postgres-${++starts}`, ...as(join(bin, 'postgres'), ['-D', data, ...options]))
    await until('PostgreSQL', () => admin('SELECT 1'), 30_000)
  }
  try {
    await run(
      ...as(join(bin, 'initdb'), ['-D', data, '-U', user, '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C']),
    )
    await up()
  } catch (error) {
    await processes.stop()
    throw error
  }
  let databases = 0
  return {
    async database() {
      const name = `fleet_${++databases}`
      await admin(`CREATE DATABASE ${name}`)
      return `postgres://${user}@127.0.0.1:${port}/${name}`
    },
    async crash() {
      await run(...as(join(bin, 'pg_ctl'), ['-D', data, 'stop', '-m', 'immediate']))
      await up()
    },
    stop: processes.stop,
  }
}

async function newest(): Promise<string> {
  const root = '/usr/lib/postgresql'
  const versions = await readdir(root)
  const latest = versions
    .map(Number)
    .filter(Number.isFinite)
    .toSorted((a, b) => b - a)[0]
  return join(root, String(latest), 'bin')
}
