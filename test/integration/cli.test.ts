import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ensureBuilt } from '../../scripts/build.ts'
import { type CliOptions, type CliResult, runBuiltCli } from '../support/cli.ts'
import { copyLibrary, temporaryFolder, writeLibrary } from '../support/library.ts'
import { command } from '../support/terminal.ts'

const cleanup = new AsyncDisposableStack()
let folder: string
let original: string

beforeAll(async () => {
  ensureBuilt()
  folder = cleanup.use(await temporaryFolder()).path
  original = join(folder, 'original')
  await writeLibrary(original, { actors: ['alice', 'bob'], images: 3 })
  // A small target, so that few images have to be generated.
  await mkdir(join(original, '.evencast'))
  await writeFile(join(original, '.evencast/settings.json'), JSON.stringify({ total: 5 }))
})
afterAll(() => cleanup.disposeAsync())

let copies = 0
/** Makes a copy of the library that a test may change. */
async function library(): Promise<string> {
  const copy = join(folder, `copy-${++copies}`)
  await copyLibrary(original, copy)
  return copy
}

type Run = (args: readonly string[], options?: Partial<CliOptions>) => Promise<CliResult>

/** Runs the built program as a person does, for whole journeys and for what depends on the process. */
const runBuilt: Run = (args, options = {}) => runBuiltCli(args, { configDir: folder, ...options })
/** Runs in this process, because starting one for each command takes longer than most of them. */
const run: Run = (args) => command(args, { configDir: folder })

/** Returns the one JSON document on stdout. */
async function json<T>(shape: z.ZodType<T>, args: readonly string[], exitCode: number, start = run): Promise<T> {
  const { code, stdout, stderr } = await start([...args, '--json'])
  expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.any(String) })
  return shape.parse(JSON.parse(stdout))
}

/** Returns the SHA-256 of every file by path, except our own folder and the plans. */
async function contents(root: string): Promise<Record<string, string>> {
  const entries = await readdir(join(root, 'actors'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const hashed = await Promise.all(
    files.toSorted().map(
      async (file) =>
        [
          file,
          createHash('sha256')
            .update(await readFile(file))
            .digest('hex'),
        ] as const,
    ),
  )
  return Object.fromEntries(hashed)
}

const Counts = z.object({ photorealistic: z.number(), bw_stylized: z.number(), color_stylized: z.number() })
const Status = z.object({
  library: z.string(),
  target: Counts,
  actors: z.array(
    z.object({
      actor_id: z.string(),
      counts: Counts.extend({ unclassified: z.number() }),
      unreadable: z.number(),
      balanced: z.boolean(),
    }),
  ),
})
const Failed = z.array(z.object({ step: z.string(), error: z.string() }))
const Executed = z.object({
  run_id: z.string().nullable(),
  dry_run: z.boolean(),
  cost_usd: z.number(),
  actors: z.array(
    z.object({
      actor_id: z.string(),
      deleted: z.array(z.string()),
      generated: z.array(z.object({ filename: z.string(), type: z.string() })),
      failed: Failed,
    }),
  ),
})
const Summary = z.object({
  total_actors: z.number(),
  actors: z.array(z.object({ actor_id: z.string(), generations: z.number() })),
  failed: z.array(z.object({ actor_id: z.string(), error: z.string() })),
})
const Verified = z.object({
  ok: z.boolean(),
  findings: z.array(z.object({ actor_id: z.string(), kind: z.string(), file: z.string(), detail: z.string() })),
})
const Evaluated = z.object({
  actor_id: z.string(),
  contact_sheet: z.string(),
  images: z.array(
    z.object({
      filename: z.string(),
      type: z.string().nullable(),
      confidence: z.number().nullable(),
      unsure: z.boolean(),
      verdict: z.string().nullable(),
      quality_issues: z.array(z.string()),
      duplicate_of: z.string().nullable(),
    }),
  ),
})
const Synced = z.object({
  dry_run: z.boolean(),
  uploaded: z.array(z.string()),
  downloaded: z.array(z.string()),
  deleted: z.array(z.string()),
  conflicts: z.array(z.string()),
  bytes: z.number(),
  failed: z.array(z.unknown()),
})
const Refused = z.object({ error: z.string(), code: z.string() })

test('status counts by style, without changing anything', async () => {
  const root = await library()
  const before = await contents(root)
  const report = await json(Status, ['status', root], 0)
  expect(report.library).toBe(root)
  expect(report.target).toEqual({ photorealistic: 3, bw_stylized: 1, color_stylized: 1 })
  expect(report.actors.map((actor) => [actor.actor_id, actor.balanced])).toEqual([
    ['alice', false],
    ['bob', false],
  ])
  expect(await contents(root)).toEqual(before)
})

test('people get a table on stdout, and no colour where it would not be seen', async () => {
  const { code, stdout } = await runBuilt(['status', await library()])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^actor +photorealistic/)
  expect(stdout).toContain('\nalice')
  expect(stdout).not.toContain('\u001b')
})

test('the library is ./data when none is named', async () => {
  const { code, stderr } = await runBuilt(['status'], { cwd: await library() })
  expect(code).toBe(2)
  expect(stderr).toContain('data')
})

test('--generate-only follows --delete-only on the same plan; after anything else the plan is stale', async () => {
  const root = await library()
  const images = (actorId: string, n: number) => join(root, 'actors', actorId, 'training_data', `${actorId}_${n}.jpg`)
  for (const actorId of ['alice', 'bob']) await cp(images(actorId, 1), images(actorId, 9))
  const plan = await json(Summary, ['plan', root], 0)
  const made = plan.actors.find((actor) => actor.actor_id === 'alice')?.generations ?? 0
  const first = await json(Executed, ['execute', root, '--actor-id', 'alice', '--execute', '--delete-only'], 0)
  expect([first.actors[0]?.deleted, first.actors[0]?.generated]).toEqual([['alice_9.jpg'], []])
  const rest = await json(Executed, ['execute', root, '--actor-id', 'alice', '--execute', '--generate-only'], 0)
  expect([rest.actors[0]?.deleted, rest.actors[0]?.generated.length]).toEqual([[], made])
  expect(await json(Executed, ['execute', root, '--actor-id', 'alice'], 0)).toMatchObject({
    actors: [{ actor_id: 'alice', deleted: [], generated: [] }],
  })

  await json(Executed, ['execute', root, '--actor-id', 'bob', '--execute', '--delete-only'], 0)
  await cp(join(root, 'actors/alice/base_image/alice_base.png'), join(root, 'actors/bob/training_data/bob_90.png'))
  await json(Refused, ['execute', root, '--actor-id', 'bob', '--execute', '--generate-only'], 2)
  // Planning one actor again keeps the others in the summary.
  await json(Summary, ['plan', root, '--actor-id', 'bob'], 0)
  expect(JSON.parse(await readFile(join(root, 'action_plans/summary.json'), 'utf8'))).toMatchObject({ total_actors: 2 })
})

test('plan, dry run, run, verify and undo, by commands alone', async () => {
  const root = await library()
  const before = await contents(root)
  const summary = await json(Summary, ['plan', root], 0, runBuilt)
  expect(summary.total_actors).toBe(2)
  expect(JSON.parse(await readFile(join(root, 'action_plans/summary.json'), 'utf8'))).toMatchObject({ total_actors: 2 })

  const dry = await json(Executed, ['execute', root, '--actor-id', 'alice'], 0, runBuilt)
  expect(dry).toMatchObject({ run_id: null, dry_run: true })
  expect(dry.actors.map((actor) => actor.actor_id)).toEqual(['alice'])
  const images = (files: Record<string, string>) => Object.keys(files).filter((file) => file.endsWith('.jpg'))
  expect(images(await contents(root))).toEqual(images(before))

  const args = ['execute', root, '--actor-id', 'alice', '--execute', '--json']
  const { code, stdout } = await runBuilt(args)
  const ran = Executed.parse(JSON.parse(stdout))
  // Exit code 1 if and only if steps failed.
  expect(code).toBe(ran.actors.some((actor) => actor.failed.length > 0) ? 1 : 0)
  expect(ran.run_id).toBeTypeOf('string')
  const made = ran.actors.flatMap((actor) => actor.generated)
  expect(made.length).toBeGreaterThan(0)
  for (const { filename } of made) await stat(join(root, 'actors/alice/training_data', filename))

  const undone = await json(z.object({ run_id: z.string() }), ['undo', root, ran.run_id ?? ''], 0, runBuilt)
  expect(undone.run_id).toBe(ran.run_id)
  expect(images(await contents(root))).toEqual(images(before))
})

test('an edit of a command says how to undo it, and undoing the run before it names it', async () => {
  const root = await library()
  const captions = async () => (await run(['captions', 'list', 'alice', root])).stdout
  await json(Summary, ['plan', root, '--actor-id', 'alice'], 0)
  const ran = Executed.parse(
    JSON.parse((await run(['execute', root, '--actor-id', 'alice', '--execute', '--json'])).stdout),
  )
  const written = await run(['captions', 'set', 'alice', root, '--text', 'on a bridge'])
  expect(written.stdout).toContain(`To undo this: evencast undo ${root} --newest`)
  expect(await captions()).toContain('on a bridge')
  expect((await run(['undo', root, '--newest'])).stdout).toContain('Undid “')
  expect(await captions()).not.toContain('on a bridge')
  await run(['target', root, '--actor-id', 'alice', '--set', 'illustrated'])
  const undone = await run(['undo', root])
  expect(undone.stdout).toContain(`Undid run ${ran.run_id}`)
  expect(undone.stderr).toContain('“Set the target of alice to an illustrated character” is newer and stays.')
  expect(await json(z.object({ kind: z.string() }), ['undo', root, '--newest'], 0)).toMatchObject({ kind: 'target' })
  expect((await run(['undo', root, '--newest'])).stderr).toContain('There is nothing to undo.')
  expect((await run(['undo', root, ran.run_id ?? '', '--newest'])).stderr).toContain('not both')
})

test('balance asks, and without a terminal it wants a yes', async () => {
  const root = await library()
  const before = await contents(root)
  const { code, stdout, stderr } = await runBuilt(['balance', root, '--all'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('--yes')
  expect(await contents(root)).toEqual(before)
})

test('balance plans and runs; a set that stays short is listed, and makes the exit code 1', async () => {
  const root = await library()
  const { code, stdout, stderr } = await runBuilt(['balance', root, '--all', '--yes', '--json'])
  const report = Executed.parse(JSON.parse(stdout))
  const short = report.actors.flatMap((actor) => actor.failed)
  expect(code).toBe(short.length > 0 ? 1 : 0)
  for (const { error } of short) expect(stderr).toContain(error)
  const status = await json(Status, ['status', root], 0)
  // A complete set may still hold uncertain styles for a person to decide.
  expect(short.length > 0 && status.actors.every((actor) => actor.balanced)).toBe(false)
})

test('verify has a line per finding', async () => {
  const root = await library()
  await run(['plan', root, '--actor-id', 'alice'])
  await json(Executed, ['execute', root, '--actor-id', 'alice', '--execute', '--generate-only'], 1).catch(() => {})
  await rm(join(root, 'actors/alice/training_data/alice_1.jpg'))
  const report = await json(Verified, ['verify', root], 1)
  expect(report.ok).toBe(false)
  expect(report.findings.some((finding) => finding.file.includes('alice_1.jpg'))).toBe(true)
  const { stdout, code } = await run(['verify', root])
  expect(code).toBe(1)
  expect(stdout.trimEnd().split('\n')).toHaveLength(report.findings.length + 1)
})

test('evaluate shows one actor and writes its contact sheet', async () => {
  const report = await json(Evaluated, ['evaluate', await library(), '--actor-id', 'alice'], 0, runBuilt)
  expect(report.images.map((image) => image.filename)).toEqual(['alice_1.jpg', 'alice_2.jpg', 'alice_3.jpg'])
  expect((await stat(report.contact_sheet)).size).toBeGreaterThan(1000)
})

test('sync mirrors into a folder', async () => {
  const root = await library()
  const mirror = join(folder, 'mirror')
  const store = ['--store', `file://${mirror}`]
  const dry = await json(Synced, ['sync', root, ...store, '--dry-run'], 0)
  expect(dry.dry_run).toBe(true)
  expect(dry.uploaded.length).toBeGreaterThanOrEqual(6)
  const synced = await json(Synced, ['sync', root, ...store], 0)
  expect(synced.uploaded).toEqual(dry.uploaded)
  expect((await json(Synced, ['sync', root, ...store], 0)).uploaded).toEqual([])
})

test('the trash lists, restores and empties', async () => {
  const root = await library()
  expect(await json(z.array(z.unknown()), ['trash', 'list', root], 0)).toEqual([])
  const emptied = await json(z.unknown(), ['trash', 'empty', root, '--yes'], 0, runBuilt)
  expect(emptied).toEqual({ files: 0, bytes: 0, store: { files: 0, bytes: 0, problem: null } })
  expect((await run(['trash', 'empty', root])).code).toBe(2)
  // Files left by an emptying that was killed between an image and its caption are not listed, but are removed too.
  const left = join(root, '.evencast/trash/cut-short')
  await mkdir(left, { recursive: true })
  const item = { id: 'cut-short', actor_id: 'alice', original: 'actors/alice/training_data/alice_9.jpg' }
  const rest = { filename: 'alice_9.jpg', deleted_at: '2026-11-22T10:00:00.000Z', bytes: 1, sidecars: ['alice_9.txt'] }
  await writeFile(join(left, 'item.json'), JSON.stringify({ ...item, ...rest }))
  await writeFile(join(left, 'alice_9.txt'), 'alice in the rain')
  await run(['trash', 'empty', root, '--yes'])
  await expect(stat(left)).rejects.toThrow('ENOENT')
  expect((await run(['trash', 'restore', root])).stderr).toContain('--id')
  expect((await run(['trash', 'restore', root, '--id', 'nothing'])).code).toBe(2)
})

test('sample writes a library to try, and never over something', async () => {
  const target = join(folder, 'sample')
  const { images } = await json(z.object({ images: z.number() }), ['sample', target], 0)
  expect(images).toBeGreaterThan(10)
  const status = await json(Status, ['status', target], 0)
  expect(status.actors.length).toBeGreaterThan(1)
  expect((await json(Refused, ['sample', target], 2)).error).toContain('sample')
})

const WRONG: readonly (readonly [what: string, args: readonly string[], says: RegExp])[] = [
  ['an unknown command', ['frobnicate'], /frobnicate/],
  ['an unknown flag', ['status', '--frobnicate'], /--frobnicate/],
  ['a folder that is not there', ['status', '/no/such/folder'], /no\/such\/folder/],
  ['an unknown actor', ['plan', 'LIBRARY', '--actor-id', 'nobody'], /nobody/],
  ['an unknown actor to evaluate', ['evaluate', 'LIBRARY', '--actor-id', 'nobody'], /nobody/],
  ['no actor to evaluate', ['evaluate', 'LIBRARY'], /--actor-id/],
  ['no actors to run', ['execute', 'LIBRARY'], /--actor-id/],
  ['all and some', ['execute', 'LIBRARY', '--all', '--actor-id', 'alice'], /both/],
  ['a dry run that is none', ['execute', 'LIBRARY', '--all', '--dry-run', '--execute'], /--dry-run/],
  ['only this and only that', ['execute', 'LIBRARY', '--all', '--delete-only', '--generate-only'], /--delete-only/],
  ['an evaluator that does not exist', ['plan', 'LIBRARY', '--evaluator', 'oracle'], /local/],
  ['a generator that does not exist', ['execute', 'LIBRARY', '--all', '--generator', 'oracle'], /local/],
  ['an amount that is none', ['execute', 'LIBRARY', '--all', '--max-cost', 'much'], /amount/],
  ['a port that is none', ['serve', 'LIBRARY', '--port', '99999'], /port/],
  ['a store that is none', ['sync', 'LIBRARY', '--store', 'ftp://x'], /ftp/],
  ['no store', ['sync', 'LIBRARY'], /store/i],
  ['a run that is not there', ['undo', 'LIBRARY', 'no-such-run'], /no-such-run/],
  ['nowhere to write', ['sample'], /dir/],
]
/** Usage errors found before and after the command is known, run in a real process. */
const BUILT: ReadonlySet<string | undefined> = new Set(['frobnicate', 'status'])
test.each(WRONG)('%s is wrong usage: one sentence, exit code 2', async (_what, args, says) => {
  const root = args.includes('LIBRARY') ? await library() : ''
  const given = args.map((word) => (word === 'LIBRARY' ? root : word))
  const start = BUILT.has(args[0]) ? runBuilt : run
  const { code, stdout, stderr } = await start(given)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(says)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect((await json(Refused, given, 2, start)).error).toMatch(says)
})

test('help is no failure', async () => {
  const { code, stdout } = await runBuilt(['--help'])
  expect(code).toBe(0)
  for (const command of [
    'status',
    'plan',
    'execute',
    'balance',
    'evaluate',
    'sync',
    'undo',
    'trash',
    'verify',
    'serve',
    'sample',
  ])
    expect(stdout).toContain(`\n  ${command}`)
  expect((await runBuilt([])).code).toBe(2)
})

test('an interrupt saves the state, says so, and the same command goes on from there', async () => {
  const root = join(folder, 'interrupted')
  await writeLibrary(root, { actors: ['a', 'b', 'c', 'd'], images: 12 })
  const stopped = await runBuilt(['plan', root, '--json'], { interruptWhen: (stderr) => stderr.length > 0 })
  expect(stopped.code).toBe(130)
  expect(stopped.stderr).toMatch(/interrupted/i)
  const summary = await json(Summary, ['plan', root], 0)
  expect(summary.total_actors).toBe(4)
})

test('a Node that cannot run it says so in a sentence', async () => {
  const old = "data:text/javascript,Object.defineProperty(process.versions,'napi',{value:'9'})"
  const { code, stdout, stderr } = await runBuilt(['status'], { nodeArgs: ['--import', old] })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^Evencast needs Node 22\.14 or newer; this is Node [\d.]+\.\n$/)
})
