import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { readManifest } from '../../src/main/domain/read-manifest.ts'
import { type Control, openControl } from '../../src/main/fleet/control.ts'
import { connect, type Database } from '../../src/main/fleet/ledger/connect.ts'
import { inParallel } from '../../src/main/kit/in-parallel.ts'
import { createClient } from '../../src/main/storage/s3/client.ts'
import { createS3Store } from '../../src/main/storage/s3/create.ts'
import { parseLocation } from '../../src/main/storage/s3/location.ts'
import { CLI } from './app.ts'
import { type CliResult, runBuiltCli } from './cli.ts'
import { type Fleet, writeFleet } from './fleet.ts'
import { temporaryFolder } from './library.ts'
import { type Postgres, startPostgres } from './postgres/server.ts'
import { DOUBLE_TOKEN, type ReplicateDouble, startReplicate } from './replicate/server.ts'
import { startCeph } from './s3/ceph.ts'

/** How long a dead worker's request may still arrive before the list of predictions is read, in milliseconds. */
const POST_TIMEOUT_MS = 3000
const LIMITS = { concurrency: 8, createsPerMinute: 600, othersPerMinute: 3000 }

export interface Worker {
  readonly kill: (signal: NodeJS.Signals) => void
  readonly ended: Promise<unknown>
  /** Returns the output of a worker that exited by itself; null while it runs. */
  readonly left: () => string | null
}

export interface Cluster extends AsyncDisposable {
  readonly root: string
  readonly fleet: Fleet
  readonly address: string
  readonly postgres: Postgres
  readonly replicate: ReplicateDouble
  /** Options for opening the library's bucket. */
  readonly store: {
    readonly url: string
    readonly endpoint: string
    readonly credentials: Awaited<ReturnType<typeof startCeph>>['credentials']
    readonly env: Readonly<Record<string, string>>
  }
  /** Environment of a process that opens the library or works on it. */
  readonly env: Readonly<Record<string, string>>
  readonly run: (args: readonly string[]) => Promise<CliResult>
  readonly control: Control
  readonly db: Database
  readonly worker: (...flags: readonly string[]) => Worker
  /** Writes a library with only the actors' base images, into which the rest can be downloaded, and returns its path. */
  readonly elsewhere: () => Promise<string>
}

/** Labels every image as an earlier tool would have, because the styles of these pictures cannot be measured from pixels. */
async function label(root: string, actorId: string): Promise<void> {
  const dir = join(root, 'actors', actorId, 'training_data')
  const file = join(dir, 'manifest.json')
  const text = await readFile(file, 'utf8').catch(() => '[]')
  const known = new Map(readManifest(text, actorId).manifest.images.map((image) => [image.filename, image]))
  const names = (await readdir(dir)).filter((name) => name.endsWith('.jpg'))
  const images = names.map((filename) => known.get(filename) ?? { filename, type: 'photorealistic' })
  await writeFile(file, JSON.stringify(images))
}

/**
 * Starts PostgreSQL, Ceph with a library of many actors, and a double of Replicate, with the environment for a command line that uses them.
 */
export async function startCluster(actors: number, latencyMs: number): Promise<Cluster> {
  const cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await temporaryFolder())
  const [root, configDir] = [join(folder.path, 'library'), join(folder.path, 'config')]
  const [ceph, postgres, replicate, fleet] = await Promise.all([
    startCeph(),
    startPostgres(),
    startReplicate({ latencyMs, pixels: 320_000 }),
    writeFleet(root, actors),
  ])
  await Promise.all(fleet.actors.map((actorId) => label(root, actorId)))
  cleanup.defer(() => replicate.close())
  cleanup.defer(() => postgres.stop())
  cleanup.defer(() => ceph.stop())
  const store = { url: 's3://fleet/sets', endpoint: ceph.endpoint, credentials: ceph.credentials, env: {} }
  await createClient(parseLocation(store), store).send(new CreateBucketCommand({ Bucket: 'fleet' }))
  const mirror = createS3Store(store)
  const files = await readdir(root, { recursive: true, withFileTypes: true })
  await inParallel(
    files.filter((file) => file.isFile()),
    8,
    async ({ parentPath, name }) => {
      const file = join(parentPath, name)
      await mirror.put(relative(root, file), file, { sha256: null, absent: true, trashId: 't' })
    },
  )
  await mkdir(configDir, { recursive: true })
  const settings = { replicateBaseUrl: replicate.url, generator: 'replicate', concurrency: 4 }
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings))
  const address = await postgres.database()
  const env = {
    EVENCAST_FLEET: address,
    EVENCAST_STORE: store.url,
    AWS_ENDPOINT_URL_S3: ceph.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: ceph.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ceph.credentials.secretAccessKey,
    REPLICATE_API_TOKEN: DOUBLE_TOKEN,
  }
  const control = await openControl(address)
  cleanup.defer(() => control.close())
  await control.init(store, { generator: 'replicate', postTimeoutMs: POST_TIMEOUT_MS }, LIMITS)
  const db = await connect(address, 2)
  cleanup.defer(() => db.close())
  return {
    root,
    fleet,
    address,
    postgres,
    replicate,
    store,
    control,
    db,
    env,
    run: (args) => runBuiltCli(args, { configDir, env }),
    worker(...flags) {
      const args = [CLI, 'worker', '--scratch', folder.path, ...flags]
      const child = spawn(process.execPath, args, {
        env: { ...process.env, EVENCAST_CONFIG_DIR: configDir, ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let said = ''
      child.stderr.on('data', (chunk) => (said += String(chunk)))
      cleanup.defer(() => void child.kill('SIGKILL'))
      return {
        kill: (signal) => void child.kill(signal),
        ended: once(child, 'close'),
        left: () => (child.exitCode === null ? null : said),
      }
    },
    async elsewhere() {
      const copy = join(folder.path, 'elsewhere')
      for (const actorId of fleet.actors) {
        const base = join('actors', actorId, 'base_image')
        await cp(join(root, base), join(copy, base), { recursive: true })
      }
      return copy
    },
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  }
}
