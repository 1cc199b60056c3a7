import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { beforeAll, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/build.ts'
import type { Event } from '../../src/main/contract/index.ts'
import type { Cipher } from '../../src/main/app.ts'
import { runBuiltCli } from '../support/cli.ts'
import { testCore } from '../support/core.ts'
import { hasten } from '../support/hasten.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { startOpenAi } from '../support/openai/server.ts'
import { DOUBLE_TOKEN, startReplicate } from '../support/replicate/server.ts'
import { startFakeS3 } from '../support/s3/fake.ts'
import { overHttp } from '../support/transports.ts'

/** One per secret. None may appear in anything that leaves the program or is written to disk. */
const CANARIES = {
  OPENAI_API_KEY: 'sk-canary-openai-000000000000000000000000',
  REPLICATE_API_TOKEN: DOUBLE_TOKEN,
  AWS_ACCESS_KEY_ID: 'AKIACANARY0123456789',
  AWS_SECRET_ACCESS_KEY: 'canary/Secret+0123456789abcdefghijklmnop',
} as const

beforeAll(() => ensureBuilt())
// Requests to unreachable services are retried.
hasten(20)

const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xff))
const cipher: Cipher = {
  strength: async () => 'keyRing',
  encrypt: async (text) => turned(Buffer.from(text)),
  decrypt: async (sealed) => ({ text: turned(sealed).toString(), stale: false }),
}

/** Returns every encoding that a canary may have been given. */
function formsOf(canary: string): string[] {
  return [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64').replace(/=+$/, '')]
}

function expectNone(texts: readonly (readonly [string, string])[]): void {
  for (const [name, canary] of Object.entries(CANARIES))
    for (const [where, text] of texts)
      expect(
        formsOf(canary).some((form) => text.includes(form)),
        `${name} in ${where}`,
      ).toBe(false)
}

async function onDisk(folder: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(
        async (entry) => [entry.name, await readFile(join(entry.parentPath, entry.name), 'latin1')] as [string, string],
      ),
  )
}

/** Starts three services that know the canaries; the store repeats them in each of its errors. */
async function setup(folder: string) {
  const cleanup = new AsyncDisposableStack()
  const openai = cleanup.use(await startOpenAi())
  const replicate = await startReplicate()
  cleanup.defer(() => replicate.close())
  const s3 = await startFakeS3()
  cleanup.defer(() => s3.close())
  const root = join(folder, 'library')
  await writeLibrary(root, { actors: ['alice'], images: 4 })
  await mkdir(join(root, '.evencast'))
  await mkdir(join(folder, 'config'))
  const user = {
    total: 6,
    evaluator: 'openai',
    openaiModel: 'gpt-5.6-terra',
    generator: 'replicate',
    openaiBaseUrl: openai.url,
    replicateBaseUrl: replicate.url,
    store: `s3://${s3.bucket}/sets`,
    storeEndpoint: s3.endpoint,
    storeRegion: 'us-east-1',
  }
  await writeFile(join(folder, 'config/settings.json'), JSON.stringify(user))
  const failStore = () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = CANARIES
    const extra = `<AWSAccessKeyId>${AWS_ACCESS_KEY_ID}</AWSAccessKeyId><StringToSign>${AWS_SECRET_ACCESS_KEY}</StringToSign>`
    s3.intercept = () => ({ status: 403, code: 'SignatureDoesNotMatch', extra })
  }
  return { openai, replicate, s3, root, failStore, [Symbol.asyncDispose]: () => cleanup.disposeAsync() }
}

test('no key is found in anything that is written, logged or sent to a window', async () => {
  await using folder = await temporaryFolder()
  await using services = await setup(folder.path)
  const logged: string[] = []
  const log = pino(
    { level: 'trace' },
    new Writable({ write: (chunk, _encoding, done) => (logged.push(String(chunk)), done()) }),
  )
  const { OPENAI_API_KEY, REPLICATE_API_TOKEN } = CANARIES
  const env = { OPENAI_API_KEY }
  await using core = await testCore(join(folder.path, 'config'), { env, log, cipher })
  const events: Event[] = []
  core.subscribe((event) => events.push(event))
  const answers: string[] = []
  await using connection = await overHttp(core, async (request, init) => {
    const response = await fetch(request, init)
    answers.push(JSON.stringify([...response.headers]), await response.clone().text())
    return response
  })
  const { api } = connection
  for (const [name, value] of Object.entries({ ...CANARIES, REPLICATE_API_TOKEN }))
    if (name !== 'OPENAI_API_KEY') await core.setSecret(name as keyof typeof CANARIES, value)
  const said: string[] = []
  const testAll = async () => {
    for (const service of ['openai', 'replicate', 'store'] as const)
      said.push((await api.services.test({ service })).message)
  }
  const refused = async (work: Promise<unknown>) =>
    said.push(
      String(
        await work.then(
          () => 'fine',
          (error: unknown) =>
            error instanceof Error ? `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}` : error,
        ),
      ),
    )

  const library = await core.open(services.root)
  await testAll()
  expect(said[2], 'the keys are used').toMatch(/can be listed, written to and deleted from/)
  await library.plan('all')
  await library.execute('all')
  expect(await library.sync({})).toMatchObject({ failed: [], conflicts: [] })
  services.failStore()
  await refused(library.sync({}))
  await refused(api.store.preview())
  await services.replicate.close()
  await rm(join(services.root, 'actors/alice/training_data/alice_1.jpg'))
  await library.plan('all')
  await refused(library.execute('all'))
  await testAll()
  expect(said.length).toBeGreaterThan(8)
  const shown = [
    await api.secrets.list(),
    await api.settings.get(),
    await api.runs.list(),
    await api.plans.list({ actorIds: 'all' }),
    await api.actors.images({ actorId: 'alice' }),
    await api.trash.list(),
    await api.store.last(),
    said,
    events,
  ]
  const files = await onDisk(folder.path)
  expect(files.map(([name]) => name)).toEqual(
    expect.arrayContaining(['catalog.db', 'catalog.db-wal', 'secrets.sealed']),
  )
  expect(answers.length).toBeGreaterThan(8)
  expect(logged.length).toBeGreaterThan(0)
  expectNone([
    ...files,
    ['a view', JSON.stringify(shown)],
    ['an answer over HTTP', answers.join('\n')],
    ['the log', logged.join('')],
  ])
})

test('a process that fails, or crashes, prints and leaves no key', async () => {
  await using folder = await temporaryFolder()
  await using services = await setup(folder.path)
  services.failStore()
  const configDir = join(folder.path, 'config')
  const env = { ...CANARIES, EVENCAST_LOG: 'trace' }
  const failed = await runBuiltCli(['sync', services.root], { configDir, env })
  expect([failed.code, failed.stderr]).toEqual([2, expect.stringMatching(/secret key does not match/)])
  // Crash as soon as the plan is reported.
  const crashing = `const { write } = process.stderr
process.stderr.write = function (text, ...rest) {
  if (String(text).includes('Planned')) setImmediate(() => { throw new Error('of a test') })
  return write.call(this, text, ...rest)
}`
  const crashed = await runBuiltCli(['plan', '--all', services.root], {
    configDir,
    env,
    nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(crashing)}`],
  })
  expect(crashed.stderr).toContain('of a test')
  expectNone([
    ...(await onDisk(folder.path)),
    ['stdout', failed.stdout + crashed.stdout],
    ['stderr', failed.stderr + crashed.stderr],
  ])
})
