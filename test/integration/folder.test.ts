import { once } from 'node:events'
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testCore } from '../support/core.ts'
import { temporaryFolder, photograph, writeLibrary, copyLibrary } from '../support/library.ts'
import { canLockFolders, lockFolder } from '../support/lock-folder.ts'
import {
  bmp,
  cmyk,
  gitLfsPointer,
  heic,
  hugePng,
  jpeg2000,
  jpegXl,
  large,
  soundHeic,
} from '../support/foreign-pictures.ts'
import { command, type Said } from '../support/terminal.ts'
import { windowOf } from '../support/window.ts'

/** Real people's folders, processed through the command line to the end. */

const cleanup = new AsyncDisposableStack()
let folder: string
beforeAll(async () => {
  folder = cleanup.use(await temporaryFolder()).path
  await writeLibrary(join(folder, 'whole'), { actors: ['ann'], images: 3, labelled: false })
  await writeFile(join(folder, 'whole/actors/ann/actor.json'), JSON.stringify({ target: { total: 4 } }))
})
afterAll(() => cleanup.disposeAsync())

let copies = 0
async function library() {
  const root = join(folder, `copy-${++copies}`)
  await copyLibrary(join(folder, 'whole'), root)
  const dir = join(root, 'actors/ann/training_data')
  const names = async (): Promise<string[]> => (await readdir(dir)).toSorted()
  const run = (name: string, ...args: string[]): Promise<Said> => command([name, root, ...args], { configDir: folder })
  return { root, dir, names, run }
}

/** Returns every file below the actors, as text. */
async function contents(root: string): Promise<Record<string, string>> {
  const entries = await readdir(join(root, 'actors'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'base64')] as const)),
  )
}

test('links, sub-folders and unread endings are named by status, plan and verify, and such a set is not filled up', async () => {
  const { root, dir, run } = await library()
  await mkdir(join(dir, '10_ann'))
  for (const n of [1, 2]) await rename(join(dir, `ann_${n}.jpg`), join(dir, '10_ann', `ann_${n}.jpg`))
  await rename(join(dir, 'ann_3.jpg'), join(root, 'blob'))
  await symlink(join(root, 'blob'), join(dir, 'ann_3.jpg'))
  for (const name of ['a.jxl', 'b.psd', 'Thumbs.db']) await writeFile(join(dir, name), '')
  await mkdir(join(root, 'actors/@eaDir/ann'), { recursive: true })
  const before = await contents(root)

  const status = await run('status')
  const [plan, verify] = [await run('plan'), await run('verify')]
  for (const said of [status.stdout, plan.stderr, verify.stdout]) {
    expect(said).toContain('1 image is a link and is not read: ann_3.jpg.')
    expect(said).toContain('2 images lie in other folders and are not read: 10_ann.')
    expect(said).toContain('2 files have endings that are not read: a.jxl, b.psd.')
  }
  for (const said of [status.stdout, plan.stderr, verify.stderr])
    expect(said).toContain('1 system file is left alone: Thumbs.db.')
  expect(plan.stdout).toContain('0 images to delete, 0 to generate')
  expect(status.stderr).toContain('@eaDir')
  expect(plan.stderr).not.toMatch(/Choose|Add \d/)
  await run('balance', '--all', '--yes')
  expect(await contents(root)).toMatchObject(before)
  expect(await readdir(join(root, 'actors/@eaDir'))).toEqual(['ann'])
})

test('captions and masks go to the trash and come back with their image, and a new image takes no stem of theirs', async () => {
  const { root, dir, names, run } = await library()
  // The duplicate is removed, with its sidecars.
  await writeFile(join(dir, 'ann_4.jpg'), await readFile(join(dir, 'ann_1.jpg')))
  for (const name of ['ann_4.txt', 'ann_4-masklabel.png', 'ann_4_te.npz', 'ann_1.txt', 'ann_5.txt', 'ann_6_mask.png'])
    await writeFile(join(dir, name), name)
  const before = await contents(root)
  expect((await run('verify')).stdout).toMatch(/ann {2}orphan {2}ann_5\.txt[^]*ann {2}orphan {2}ann_6_mask\.png/)
  const balanced = await run('balance', '--all', '--yes')
  expect(balanced).toMatchObject({ code: 0, stdout: expect.stringContaining('1 image moved to the trash') })
  const after = await names()
  expect(after.filter((name) => name.startsWith('ann_4'))).toEqual([])
  expect(after).toContain('ann_1.txt')
  expect(after.filter((name) => /^ann_\d+\.jpg$/.test(name) && !/_[123]\./.test(name))).toContain('ann_7.jpg')
  expect((await run('undo')).code).toBe(0)
  expect(await contents(root)).toEqual(before)
})

test('two images with one stem are named, numbered or not', async () => {
  const { dir, run } = await library()
  await writeFile(join(dir, 'portrait.jpg'), await photograph(50))
  await writeFile(join(dir, 'portrait.png'), await photograph(51))
  await writeFile(join(dir, 'portrait.txt'), 'a portrait')
  await writeFile(join(dir, 'ann_1.png'), await photograph(52))
  const { stdout } = await run('verify')
  expect(stdout).toContain('portrait.png  Shares the stem and portrait.txt with portrait.jpg')
  expect(stdout).toContain('ann_1.png  Shares the stem with ann_1.jpg')
})

test('an actor whose name is too long for files fails alone', async () => {
  const { root, run } = await library()
  const long = 'あ'.repeat(80)
  await copyLibrary(join(root, 'actors/ann'), join(root, 'actors', long))
  await rm(join(root, 'actors', long, 'actor.json'))
  const { code, stderr, stdout } = await run('plan')
  expect(code).toBe(1)
  expect(stderr).toContain(`${long}: could not be planned: The folder name is too long: it takes 240 bytes`)
  expect(stdout).toContain('1 plan:')
  const executed = await run('execute', '--all', '--execute')
  expect(executed).toMatchObject({ code: 1, stdout: expect.stringMatching(/ann[^]*generated/) })
  expect(executed.stderr).toContain(`${long}: plan: The folder name is too long`)
  expect((await run('undo')).code).toBe(0)
  const balanced = await run('balance', '--all', '--yes')
  expect(balanced).toMatchObject({ code: 1, stdout: expect.stringMatching(/ann[^]*generated/) })
  expect(balanced.stdout).toMatch(/\d of 2 balanced · .*1 could not be planned \(あ+\)/)
})

const canLock = canLockFolders()
if (!canLock) console.warn('SKIPPED: no folder can be locked against writing here.')

test.skipIf(!canLock)('an actor whose folder may not be written fails alone', async () => {
  const { root, dir, run } = await library()
  const shut = join(root, 'actors/bea/training_data')
  await copyLibrary(join(root, 'actors/ann'), join(root, 'actors/bea'))
  using _lock = lockFolder(shut)
  const balanced = await run('balance', '--all', '--yes')
  expect(balanced).toMatchObject({ code: 1, stdout: expect.stringMatching(/ann[^]*generated {2}ann_4.jpg/) })
  expect(balanced.stderr).toContain(`${shut}/manifest.json cannot be written`)
  expect(balanced.stdout).toMatch(/\d of 2 balanced/)
  expect(await readdir(shut)).toEqual(['ann_1.jpg', 'ann_2.jpg', 'ann_3.jpg'])
  expect(await readdir(dir)).toContain('manifest.json')
  expect((await run('undo')).code).toBe(0)
})

if (process.platform !== 'linux') console.warn('SKIPPED: other systems allow no file names that are not UTF-8.')

test.skipIf(process.platform !== 'linux')(
  'names that are not UTF-8 are counted and named, and stop nothing',
  async () => {
    const { root, dir, run } = await library()
    const odd = (parent: string, name: string) =>
      Buffer.concat([Buffer.from(`${parent}/`), Buffer.from(name, 'latin1')])
    await writeFile(odd(dir, 'caf\u00e9.jpg'), await photograph(61))
    await writeFile(odd(dir, 'caf\u00e9.txt'), 'a caption')
    await mkdir(odd(join(root, 'actors'), 'zo\u00eb'))
    const said = '2 names are not UTF-8, so their files are not read: caf\uFFFD.jpg, caf\uFFFD.txt. Rename them.'
    const status = await run('status')
    expect(status).toMatchObject({ code: 0, stdout: expect.stringContaining(said) })
    expect(status.stderr).toContain(
      'These folder names are not UTF-8, so the folders are not read; rename them: zo\uFFFD.',
    )
    expect((await run('plan')).stderr).toContain(said)
    expect((await run('verify')).stdout).toContain(said)
    expect(await command(['captions', 'list', root], { configDir: folder })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('ann_1.jpg'),
    })
  },
)

test('a manifest with comments, trailing commas or as lines is read as what it is', async () => {
  const { root, dir, names, run } = await library()
  const entry = (n: number) => JSON.stringify({ filename: `ann_${n}.jpg`, type: 'bw_stylized', classified_by: 'human' })
  const file = join(dir, 'manifest.json')
  for (const text of [
    `[${entry(1)},${entry(2)},]`,
    `${entry(1)}\n${entry(2)}\n`,
    `// mine\n[${entry(1)}, ${entry(2)}]`,
  ]) {
    await writeFile(file, text)
    await run('plan')
    const { stdout } = await run('status', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ actors: [{ counts: { bw_stylized: 2 } }] })
    expect(await readFile(file, 'utf8')).toBe(text)
  }
  await using core = await testCore(folder)
  const window = windowOf(await core.open(root))
  await window.verify()
  await window.flag([window.images('ann')[0]?.imageId ?? ''], true)
  const [copy = ''] = (await names()).filter((name) => name.startsWith('manifest.json.with-comments-'))
  expect(await readFile(join(dir, copy), 'utf8')).toContain('// mine')
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ images: [{ flagged: true }, {}, {}] })
})

test('control characters in names are written as escapes by every command', async () => {
  const { root, dir, run } = await library()
  const name = 'a\u001b[31mred\u0007\nverify: all is well\u202e.jpg'
  await writeFile(join(dir, name), await photograph(60))
  const store = join(root, '../store')
  await mkdir(store, { recursive: true })
  const all = [
    await run('status'),
    await run('evaluate', '--actor-id', 'ann'),
    await run('plan'),
    await run('verify'),
    await run('sync', '--store', `file://${store}`),
    await run('verify', '--json'),
  ]
  for (const { stdout, stderr } of all) {
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(`${stdout}${stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(`${stdout}${stderr}`).not.toMatch(/^verify: all is well/m)
  }
  expect(all[1]?.stdout).toContain(String.raw`a\u001b[31mred\u0007\nverify: all is well\u202e.jpg`)
})

test.each([[[]], [['--newest']]])(
  'undo %j after an undo that was killed finishes that one and stops there',
  async (flags: readonly string[]) => {
    const { root, dir, names, run } = await library()
    const runIds: string[] = []
    for (const n of [4, 5]) {
      await writeFile(join(dir, `ann_${n}.jpg`), await readFile(join(dir, `ann_${n - 3}.jpg`)))
      await run('plan')
      const { stdout } = await run('execute', '--all', '--execute', '--delete-only', '--json')
      runIds.push(JSON.parse(stdout).run_id)
    }
    expect(await names()).not.toContain('ann_5.jpg')
    // The state after a kill at the beginning of an undo.
    const db = new Sqlite(join(root, '.evencast/catalog.db'))
    db.prepare("UPDATE runs SET state = 'undoing' WHERE run_id = ?").run(runIds[1])
    db.close()
    const undone = await run('undo', '--json', ...flags)
    expect(JSON.parse(undone.stdout)).toMatchObject(
      flags.includes('--newest') ? { kind: 'run' } : { run_id: runIds[1], restored: 1 },
    )
    expect(await names()).toContain('ann_5.jpg')
    expect(await names()).not.toContain('ann_4.jpg')
  },
)

test('temporary AWS keys of the environment are sent with their session token', async () => {
  const tokens = new Set<unknown>()
  const server = createServer((request, response) => {
    tokens.add(request.headers['x-amz-security-token'])
    response.writeHead(403).end()
  }).listen(0, '127.0.0.1')
  cleanup.defer(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { root } = await library()
  const env = {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'ASIA0123456789',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'a-session-token',
  }
  await command(['sync', root, '--dry-run', '--store', 's3://bucket/sets'], { configDir: folder, env })
  expect([...tokens]).toEqual(['a-session-token'])
})

const HUMAN = { type: 'color_stylized', classified_by: 'human' }

/** Manifests in the formats of other tools and systems; each gives every image of `ann` a label by a person. */
const MANIFESTS: readonly (readonly [kind: string, bytes: (text: string) => Buffer | string])[] = [
  ['Python’s NaN and Infinity', (text) => text.replace('"x":0', '"x":NaN,"y":[-Infinity,1.0,-0,1e400]')],
  ['UTF-16 with a mark', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['cp1252', (text) => Buffer.from(text.replace('"x":0', '"x":"Zo\u00eb"'), 'latin1')],
  [
    'a mark, CRLF and Windows paths',
    (text) => `\uFEFF${text.replaceAll('ann_', String.raw`C:\\set\\ann_`).replaceAll(',', ',\r\n')}`,
  ],
  ['names in another case', (text) => text.replaceAll('.jpg', '.JPG')],
]

test.each(MANIFESTS)('labels hold in a manifest with %s, and reading changes no file', async (_, bytes) => {
  const { root, dir, run } = await library()
  const images = [1, 2, 3].map((n) => ({ filename: `ann_${n}.jpg`, ...HUMAN, x: 0 }))
  const file = join(dir, 'manifest.json')
  await writeFile(file, bytes(JSON.stringify({ images: [...images, { filename: 'gone.jpg', ...HUMAN }] })))
  const before = await contents(root)
  for (const name of ['status', 'plan', 'verify']) await run(name)
  const { stdout } = await run('status', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ actors: [{ counts: { color_stylized: 3, photorealistic: 0 } }] })
  expect(await contents(root)).toEqual(before)
  // The new manifest is UTF-8 with one entry per file, and unknown keys are unchanged.
  await using core = await testCore(folder)
  const window = windowOf(await core.open(root))
  await window.verify()
  await window.flag([window.images('ann')[0]?.imageId ?? ''], true)
  const text = await readFile(file, 'utf8')
  for (const kept of ['NaN', '-Infinity', '1.0', '-0', '1e400', 'Zo\u00eb']) {
    const given = bytes('"x":0')
    const was = typeof given === 'string' ? given : given.toString('latin1')
    if (was.includes(kept)) expect(text).toContain(kept)
  }
  expect(text).not.toContain('\uFFFD')
  expect(text.match(/ann_1\.jpg/gi)).toHaveLength(1)
  await window.history.undo()
  expect(await contents(root)).toEqual(before)
})

test('a name in another Unicode form keeps its label', async () => {
  const { dir, run } = await library()
  await rename(join(dir, 'ann_1.jpg'), join(dir, 'Zoe\u0308.jpg'))
  await writeFile(join(dir, 'manifest.json'), JSON.stringify([{ filename: 'Zo\u00eb.jpg', ...HUMAN }]))
  await run('plan')
  const { stdout } = await run('status', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ actors: [{ counts: { color_stylized: 1 } }] })
  expect((await run('verify')).stdout).not.toMatch(/missing_file|Zo.*not_in_manifest/)
})

test('a manifest that makes no sense is told of each time, left alone by reading, and kept aside before another is written', async () => {
  const { root, dir, names, run } = await library()
  await writeFile(join(dir, 'manifest.json'), '{"images": [{"filename": "ann')
  const before = await contents(root)
  for (const name of ['status', 'status', 'verify']) {
    const { stderr } = await run(name)
    expect(stderr.match(/Note: manifest\.json of ann is not JSON/g)).toHaveLength(1)
  }
  expect(JSON.parse((await run('status', '--json')).stdout)).toMatchObject({
    notices: [expect.stringContaining('manifest.json of ann is not JSON')],
  })
  expect(await contents(root)).toEqual(before)
  await using core = await testCore(folder)
  const notices: string[] = []
  core.subscribe((event) => void (event.type === 'notice' && notices.push(event.message)))
  const window = windowOf(await core.open(root))
  await window.verify()
  await window.flag([window.images('ann')[0]?.imageId ?? ''], true)
  expect(notices.join('\n')).toMatch(/The old one is kept beside it as manifest\.json\.corrupt-/)
  const aside = (await names()).find((name) => name.startsWith('manifest.json.corrupt-')) ?? ''
  expect(await readFile(join(dir, aside), 'utf8')).toBe('{"images": [{"filename": "ann')
  await window.history.undo()
  expect(await contents(root)).toMatchObject(before)
})

test('deep nesting stays as small as it was', async () => {
  const { root, dir } = await library()
  const deep = `${'{"a":['.repeat(1000)}1${']}'.repeat(1000)}`
  const file = join(dir, 'manifest.json')
  await writeFile(file, `{"deep":${deep},"images":[]}`)
  await using core = await testCore(folder)
  const window = windowOf(await core.open(root))
  await window.verify()
  await window.flag([window.images('ann')[0]?.imageId ?? ''], true)
  const text = await readFile(file, 'utf8')
  expect(text).toContain(deep)
  expect(text.length).toBeLessThan(20_000)
})

test('what is not read is not measured, is named by its true format, and nothing of it goes to the trash', async () => {
  const { root, dir, run } = await library()
  const foreign = {
    'ann_4.jpg': ['HEIC', heic()],
    'ann_5.jpg': ['JPEG 2000', jpeg2000()],
    'ann_7.jpg': ['JPEG XL', jpegXl()],
    'ann_8.jpg': ['too large', hugePng(20_000, 20_000)],
    'ann_9.jpg': ['a Git LFS pointer', gitLfsPointer()],
  } as const
  for (const [name, [, bytes]] of Object.entries(foreign)) await writeFile(join(dir, name), bytes)
  await writeFile(join(dir, 'ann_10.jpg'), await large())
  await writeFile(join(dir, 'ann_11.jpg'), await cmyk())
  await writeFile(join(dir, 'ann_6.jpg'), bmp(900, 506))
  await writeFile(join(dir, 'ann_13.heic'), soundHeic())
  await writeFile(join(dir, 'ann_12.jpg'), (await photograph(70)).subarray(0, 3000))
  await writeFile(join(root, 'actors/ann/actor.json'), JSON.stringify({ target: { total: 40 } }))
  const [plan, verify, status] = [await run('plan'), await run('verify'), await run('status')]
  for (const [name, [said]] of Object.entries(foreign)) {
    expect(plan.stderr).toMatch(new RegExp(`${name}: Not measured: .*${said}`))
    expect(status.stdout).toMatch(new RegExp(`${name}: Not measured: .*${said}`))
    expect(verify.stdout).toMatch(new RegExp(`not_measured  ${name}  Not measured: .*${said}`))
  }
  expect(verify.stdout).toContain('unreadable  ann_12.jpg  The file is damaged')
  const { actors } = JSON.parse((await run('status', '--json')).stdout)
  expect(actors).toMatchObject([{ unreadable: 1, counts: { unclassified: 5 } }])
  const file = await readFile(join(root, 'action_plans/ann_action_plan.json'), 'utf8')
  expect(JSON.parse(file)).toMatchObject({ deletions: [{ filename: 'ann_12.jpg', reason: 'unreadable' }] })
})
