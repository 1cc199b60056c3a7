import { execFile } from 'node:child_process'
import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { checkSettled, type Finding, picturesOf, truthOf } from '../checker.ts'
import { type Bench, copyOf, writeConfig, writeFixture } from '../fixture.ts'
import { run } from '../program.ts'
import { createLine, leftToLong, type Line, outOfTime, record } from '../report.ts'

const Fuzzed = z.array(z.object({ name: z.string(), tried: z.number(), wrong: z.array(z.string()) }))

/** Fuzzes every parser of untrusted data in the program under test. */
export async function fuzzLine(bench: Bench, rounds: number): Promise<readonly Line[]> {
  const line = createLine('spoilt documents')
  const script = join(bench.program.root, 'test/fuzz/main.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(bench.seed), String(rounds)], {
    maxBuffer: 64 * 1024 ** 2,
  })
  for (const { name, tried, wrong } of Fuzzed.parse(JSON.parse(stdout))) {
    line.tried += tried
    line.did.set(name, tried)
    line.survived += tried - wrong.length
    for (const what of wrong) {
      const kind = what.includes('got through') ? 'let in' : 'broken'
      line.findings.push({ kind, what: what.slice(0, 300), where: name })
    }
  }
  return [line]
}

const ENTRY = { filename: 'ann_1.jpg' }
const forged = (operations: unknown) => (db: Sqlite.Database) =>
  void db
    .prepare(`INSERT INTO edits (at, name, operations, state, recorded) VALUES ('', 'Forged', ?, 'forth', 1)`)
    .run(JSON.stringify(operations))
const moveTo = (from: string, to: string) => [
  {
    kind: 'move',
    actorId: 'ann',
    filename: from,
    to: { actorId: 'ann', filename: to },
    entry: ENTRY,
    entryThere: ENTRY,
  },
]
const UP = '../../../..'

type Harm = readonly [name: string, harm: (file: string, db: () => Sqlite.Database) => Promise<void> | void]
const nameOf = ([name]: Harm): string => name

/** Ways in which a catalog may be damaged. */
const HARM: readonly Harm[] = [
  ['deleted', (file) => rm(file)],
  ['emptied', (file) => truncate(file, 0)],
  ['cut short', async (file) => truncate(file, Math.floor((await readFile(file)).length * 0.6))],
  [
    'its head is noise',
    async (file) => writeFile(file, Buffer.concat([Buffer.alloc(100, 7), (await readFile(file)).subarray(100)])),
  ],
  [
    'noise in its middle',
    async (file) => {
      const bytes = await readFile(file)
      bytes.fill(0xa5, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 9000)
      await writeFile(file, bytes)
    },
  ],
  ['no database', (file) => writeFile(file, 'hello')],
  ['newer', (_file, db) => void db().exec(`UPDATE schemas SET step = 999`)],
  ['a table is gone', (_file, db) => void db().exec('DROP TABLE runs')],
  ['an edit leads out', (_file, db) => forged(moveTo('ann_1.jpg', `${UP}/evil.jpg`))(db())],
  ['an edit fetches from outside', (_file, db) => forged(moveTo(`${UP}/keep.txt`, 'ann_9.jpg'))(db())],
  [
    'an edit deletes outside',
    (_file, db) =>
      forged([{ kind: 'trash', actorId: '../../..', filename: 'keep.jpg', trashId: 't', entry: ENTRY }])(db()),
  ],
  [
    'a restored version leads out',
    (_file, db) =>
      forged([
        {
          kind: 'restore',
          actorId: 'ann',
          filename: `${UP}/keep.txt`,
          outId: 'x',
          content: null,
          before: null,
          after: null,
        },
      ])(db()),
  ],
  ['an edit is noise', (_file, db) => forged('nonsense')(db())],
]

/** Opens damaged and forged catalogs: no file outside the library moves, nothing is lost, and the library opens or reports why not. */
export async function catalogLine(bench: Bench): Promise<readonly Line[]> {
  const line = createLine('harmed and forged catalogs')
  const template = await bench.folder('catalog')
  await writeFixture(join(template, 'data'))
  await writeConfig(join(template, 'config'))
  const config = { configDir: join(template, 'config') }
  await run(bench.program, ['captions', 'write', '--all', join(template, 'data')], config)
  const isInShort = (_: unknown, i: number): boolean => i % 3 === 2
  const waiting = bench.long ? [...HARM] : HARM.filter(isInShort)
  const left = bench.long ? [] : HARM.filter((_, i) => !isInShort(_, i))
  for (let one = waiting.shift(); one; one = bench.timeLeft() ? waiting.shift() : undefined) {
    const [name, harm] = one
    const dir = await copyOf(template, await bench.folder('catalog-copy'))
    const library = join(dir, 'data')
    await writeFile(join(dir, 'keep.txt'), 'mine')
    await writeFile(join(dir, 'keep.jpg'), 'mine')
    const truth = await truthOf(library)
    const before = await picturesOf(library)
    const file = join(library, '.evencast/catalog.db')
    const opened: Sqlite.Database[] = []
    await harm(file, () => {
      const db = new Sqlite(file)
      opened.push(db)
      return db
    })
    opened.forEach((db) => db.close())
    const findings: Finding[] = []
    for (const args of [['status', '--trust'], ['verify']]) {
      const ended = await run(bench.program, [...args, library], config)
      if (ended.code === null || ended.stderr.includes('    at '))
        findings.push({
          kind: 'broken',
          what: `${args.join(' ')} ended with ${ended.signal ?? ended.code}: ${ended.stderr.slice(-200)}`,
        })
    }
    findings.push(...(await checkSettled(library, truth)))
    if (JSON.stringify(await picturesOf(library)) !== JSON.stringify(before))
      findings.push({ kind: 'let in', what: 'a forged row moved pictures' })
    for (const kept of ['keep.txt', 'keep.jpg'])
      if ((await readFile(join(dir, kept), 'utf8').catch(() => '')) !== 'mine')
        findings.push({ kind: 'let in', what: `a forged row moved ${kept}, outside of the library` })
    record(line, name, findings)
    await rm(dir, { recursive: true, force: true })
  }
  outOfTime(line, waiting.map(nameOf))
  leftToLong(line, left.map(nameOf))
  return [line]
}
