import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { createRouterClient } from '@orpc/server'
import { expect, test } from 'vitest'
import { nodeProcess } from '../../src/main/kit/node-process.ts'
import { createRouter } from '../../src/main/router.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { TRANSPORTS } from '../support/transports.ts'

/** Creates a library that another person has used, with its catalog forged. */
async function fromElsewhere(folder: string, forge: (db: Sqlite.Database) => void): Promise<string> {
  const theirs = join(folder, 'theirs')
  await writeLibrary(theirs, { actors: ['ann'], images: 2 })
  await using core = await testCore(join(folder, 'their-config'))
  await core.open(theirs)
  await core.closeLibrary()
  const db = new Sqlite(join(theirs, '.evencast/catalog.db'))
  forge(db)
  db.close()
  const root = join(folder, 'library')
  await rename(theirs, root)
  return root
}

const addEdit = (operations: unknown) => (db: Sqlite.Database) =>
  void db
    .prepare(`INSERT INTO edits (at, name, operations, state, recorded) VALUES ('', 'Forged', ?, 'forth', 1)`)
    .run(JSON.stringify(operations))

const entry = { filename: 'ann_1.jpg' }
const legal = [{ kind: 'trash', actorId: 'ann', filename: 'ann_1.jpg', trashId: 'gone', entry }]

test('what somebody else left unfinished is shown and asked about, not carried on', async () => {
  await using folder = await temporaryFolder()
  const root = await fromElsewhere(folder.path, addEdit(legal))
  const image = join(root, 'actors/ann/training_data/ann_1.jpg')
  await using core = await testCore(join(folder.path, 'config'))
  const library = await core.open(root)
  await library.status()
  expect(core.question()).toMatchObject({ unfinished: ['the edit “Forged”'] })
  expect(existsSync(image)).toBe(true)
  const plan = library.plan('all')
  await plan
  await expect(library.execute('all')).rejects.toMatchObject({ code: 'CONFLICT' })
  await core.decide({ unfinished: 'forget', settings: 'use' })
  expect(core.question()).toBeNull()
  await core.open(root)
  expect(core.question()).toBeNull()
  expect(existsSync(image)).toBe(true)
})

test('it is carried on once the user says so', async () => {
  await using folder = await temporaryFolder()
  const root = await fromElsewhere(folder.path, addEdit(legal))
  await using core = await testCore(join(folder.path, 'config'))
  await core.open(root)
  await core.decide({ unfinished: 'carryOn', settings: 'use' })
  expect(existsSync(join(root, 'actors/ann/training_data/ann_1.jpg'))).toBe(false)
})

test('an edit that leads out of the library moves nothing, not even for a user who trusts it', async () => {
  await using folder = await temporaryFolder()
  const outside = join(folder.path, 'keep.txt')
  await writeFile(outside, 'mine')
  const root = await fromElsewhere(
    folder.path,
    addEdit([
      {
        kind: 'move',
        actorId: 'ann',
        filename: 'ann_1.jpg',
        to: { actorId: 'ann', filename: '../../../../evil.jpg' },
        entry,
        entryThere: entry,
      },
      {
        kind: 'move',
        actorId: 'ann',
        filename: '../../../../keep.txt',
        to: { actorId: 'ann', filename: 'ann_9.jpg' },
        entry,
        entryThere: entry,
      },
    ]),
  )
  await using core = await testCore(join(folder.path, 'config'))
  await core.open(root, { trust: true })
  expect(await readFile(outside, 'utf8')).toBe('mine')
  expect(existsSync(join(folder.path, 'evil.jpg'))).toBe(false)
})

test("a library's store and generator are asked about once, and its own user is not asked", async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['ann'], images: 1 })
  await mkdir(join(root, '.evencast'))
  await writeFile(join(root, '.evencast/settings.json'), JSON.stringify({ store: 's3://theirs', total: 9 }))
  await using core = await testCore(join(folder.path, 'config'))
  await core.open(root)
  expect(core.question()).toEqual({ unfinished: [], settings: { store: 's3://theirs' } })
  expect(core.settings().values).toMatchObject({ store: '', total: 9 })
  await core.decide({ unfinished: 'carryOn', settings: 'use' })
  expect(core.settings().values.store).toBe('s3://theirs')
  await core.changeSettings({ scope: 'library', values: { store: 's3://mine' }, reset: [] })
  await core.open(root)
  expect(core.question()).toBeNull()
  expect(core.settings().values.store).toBe('s3://mine')
  // Another library at the same path is not the same library.
  await core.closeLibrary()
  await rename(root, join(folder.path, 'aside'))
  await writeLibrary(root, { actors: ['bob'], images: 1 })
  await mkdir(join(root, '.evencast'))
  await cp(join(folder.path, 'aside/.evencast/settings.json'), join(root, '.evencast/settings.json'))
  await core.open(root)
  expect(core.question()).toMatchObject({ settings: { store: 's3://mine' } })
})

test.each(TRANSPORTS)('a window asks and answers piece by piece, over %s', async (_name, connect) => {
  await using folder = await temporaryFolder()
  const root = await fromElsewhere(folder.path, addEdit(legal))
  await writeFile(join(root, '.evencast/settings.json'), JSON.stringify({ store: 's3://theirs', total: 9 }))
  const image = join(root, 'actors/ann/training_data/ann_1.jpg')
  const unfinished = ['the edit “Forged”']
  await using core = await testCore(join(folder.path, 'config'))
  await using connected = await connect(core)
  const { library, settings } = connected.api
  expect(await library.question()).toBeNull()
  const { folderId } = core.grantFolder(root)
  await library.open({ folderId })
  expect(await library.question()).toEqual({ unfinished, settings: { store: 's3://theirs' } })
  // An undecided question is asked again at the next opening, since none of the work was continued.
  expect(await library.decide({ unfinished: 'later', settings: 'ignore' })).toEqual({ unfinished, settings: {} })
  await library.open({ folderId })
  expect(await library.question()).toMatchObject({ unfinished })
  expect(existsSync(image)).toBe(true)
  expect(await library.decide({ unfinished: 'carryOn', settings: 'ignore' })).toBeNull()
  expect(existsSync(image)).toBe(false)
  await library.open({ folderId })
  expect(await library.question()).toBeNull()
  expect((await settings.get()).values).toMatchObject({ store: '', total: 9 })
})

test('a plan that was changed by hand to take more than the set can spare says what stays', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['ann'], images: 4 })
  await mkdir(join(folder.path, 'config'))
  await writeFile(join(folder.path, 'config/settings.json'), JSON.stringify({ total: 2 }))
  await using core = await testCore(join(folder.path, 'config'))
  const notices: string[] = []
  core.onNotice(({ message }) => notices.push(message))
  const library = await core.open(root)
  await library.plan('all')
  const file = join(root, 'action_plans/ann_action_plan.json')
  const plan = JSON.parse(await readFile(file, 'utf8'))
  const deletions = [1, 2, 3, 4].map((n) => ({
    filename: `ann_${n}.jpg`,
    type: 'photorealistic',
    reason: 'surplus',
    detail: '',
  }))
  await writeFile(file, JSON.stringify({ ...plan, deletions, generations: [] }))
  const { actors } = await library.execute('all')
  expect(actors[0]?.deleted).toHaveLength(2)
  expect(notices).toContain(
    'The plan of ann was changed by hand: it removes 2 and generates 0 for $0.00. 2 more images stay: without them the set would be below its target.',
  )
})

test('an image that ends the decoder is not measured and says so; the others are, and all else goes on', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['ann'], images: 3 })
  const startDecoder = nodeProcess(join(import.meta.dirname, '../support/aborting-decoder-child.ts'))
  await using core = await testCore(join(folder.path, 'config'), { startDecoder })
  const library = await core.open(root)
  expect((await library.plan('all')).failed).toEqual([])
  const api = createRouterClient(createRouter(core))
  const images = await api.actors.images({ actorId: 'ann' })
  expect(images).toHaveLength(3)
  for (const { filename, thumbUrl, notJudged, width } of images) {
    const ends = filename === 'ann_2.jpg'
    expect(notJudged, filename).toEqual(ends ? expect.stringMatching(/^Not measured: decoding the image ended/) : null)
    expect(width, filename).toBe(ends ? null : 640)
    const thumb = await core.fetch(new Request(`http://x${thumbUrl}`))
    expect(thumb.headers.get('content-type'), filename).toBe(ends ? 'image/svg+xml' : 'image/webp')
  }
  const written = JSON.parse(await readFile(join(root, 'action_plans/ann_action_plan.json'), 'utf8'))
  expect(JSON.stringify(written.deletions)).not.toContain('ann_2')
})
