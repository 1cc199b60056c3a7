import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Core, Library } from '../../src/main/app.ts'
import { copyLibrary, photograph, writeLibrary } from '../support/library.ts'
import { testCore } from '../support/core.ts'
import { windowOf } from '../support/window.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evencast-history-'))
  await writeLibrary(join(folder, 'whole'), { actors: ['ann', 'bob'], images: 4 })
  const manifest = { owner: 'someone', images: [{ filename: 'ann_2.jpg', note: 'mine', seed: 1 }] }
  await writeFile(join(folder, 'whole/actors/ann/training_data/manifest.json'), JSON.stringify(manifest))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Returns every file below `actors` with its modification time, by path. */
async function contentsOf(root: string): Promise<Record<string, string>> {
  const entries = await readdir(join(root, 'actors'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const all = files.map(async (file) => {
    // Manifests are rewritten; images keep their times when they move.
    const time = file.endsWith('.json') ? '' : String((await stat(file)).mtimeMs)
    return [file.slice(root.length), `${time} ${(await readFile(file)).toString('base64')}`] as const
  })
  return Object.fromEntries(await Promise.all(all))
}

interface Opened extends AsyncDisposable {
  readonly root: string
  readonly library: Library
  readonly core: Core
}

let copies = 0
async function open(root = join(folder, `copy-${++copies}`)): Promise<Opened> {
  if (!(await stat(root).catch(() => null))) await copyLibrary(join(folder, 'whole'), root)
  const core = await testCore(join(folder, 'config'))
  await core.changeSettings({ scope: 'user', values: { total: 6 }, reset: [] })
  const library = await core.open(root)
  await library.status()
  return { root, library, core, [Symbol.asyncDispose]: () => core.close() }
}

const filesOf = async (root: string, actorId: string) =>
  (await readdir(join(root, 'actors', actorId, 'training_data'))).filter((name) => name.endsWith('.jpg')).toSorted()
const manifestOf = async (root: string, actorId: string) =>
  JSON.parse(await readFile(join(root, 'actors', actorId, 'training_data/manifest.json'), 'utf8'))
const idOf = ({ library }: Opened, actorId: string, filename: string): string =>
  windowOf(library)
    .images(actorId)
    .find((image) => image.filename === filename)?.imageId ?? filename

test('a moved image takes its entry along under the next name, and comes back under its own', async () => {
  await using opened = await open()
  const { root, library } = opened
  const window = windowOf(library)
  const before = await contentsOf(root)
  const images = ['ann_2.jpg', 'ann_4.jpg'].map((name) => idOf(opened, 'ann', name))
  const { undo } = await window.moveToActor({ imageIds: images, actorId: 'bob' })
  expect(undo).toMatchObject({ kind: 'move', name: 'Moved 2 images to bob', actorIds: ['ann', 'bob'], undone: false })
  expect(await filesOf(root, 'ann')).toEqual(['ann_1.jpg', 'ann_3.jpg'])
  expect(await filesOf(root, 'bob')).toContain('bob_6.jpg')
  const moved = (await manifestOf(root, 'bob')).images.find((image: { note?: string }) => image.note === 'mine')
  expect(moved).toMatchObject({ filename: 'bob_5.jpg', seed: 1 })
  expect((await manifestOf(root, 'ann')).images.map((image: { filename: string }) => image.filename)).toEqual([
    'ann_1.jpg',
    'ann_3.jpg',
  ])
  expect(window.images('bob').map((image) => image.filename)).toEqual(await filesOf(root, 'bob'))
  await window.history.undo()
  expect(await contentsOf(root)).toEqual(before)
  expect(idOf(opened, 'ann', 'ann_2.jpg')).toBe(images[0])
  // Numbers that were used are never used again.
  await window.moveToActor({ imageIds: [images[0]!], actorId: 'bob', lane: 'rejected' })
  expect(window.images('bob').find((image) => image.filename === 'bob_7.jpg')).toMatchObject({ lane: 'rejected' })
})

test('deleted images lie in the trash; restoring them there is an edit of its own', async () => {
  await using opened = await open()
  const { root, library } = opened
  const window = windowOf(library)
  const before = await contentsOf(root)
  const name = async (act: Promise<unknown>) => (await act, window.history.view().undo?.name)
  expect(await name(window.trashImages(['ann_1.jpg', 'ann_2.jpg'].map((file) => idOf(opened, 'ann', file))))).toBe(
    'Deleted 2 images of ann',
  )
  const items = await library.trash.list()
  expect(items.map((item) => [item.filename, item.reason])).toEqual(
    expect.arrayContaining([
      ['ann_1.jpg', 'deleted'],
      ['ann_2.jpg', 'deleted'],
    ]),
  )
  const mine = items.find((item) => item.filename === 'ann_2.jpg')
  expect(mine).toMatchObject({ entry: { note: 'mine' } })
  expect(await name(window.restoreTrash([mine?.id ?? '']))).toBe('Restored 1 image of ann')
  expect((await manifestOf(root, 'ann')).images).toContainEqual(
    expect.objectContaining({ filename: 'ann_2.jpg', note: 'mine', classified_by: 'human', verdict: 'keep' }),
  )
  expect(await window.history.goTo(null)).toMatchObject({ undone: 2, redone: 0, stopped: null })
  expect(await contentsOf(root)).toEqual(before)
  expect(await library.trash.list()).toEqual([])
})

test('going back stops at what cannot be taken back, and says how far it came', async () => {
  await using opened = await open()
  const window = windowOf(opened.library)
  const { trash } = opened.library
  await window.trashImages([idOf(opened, 'ann', 'ann_1.jpg')])
  await window.classify([idOf(opened, 'ann', 'ann_2.jpg')], 'bw_stylized')
  await window.moveToActor({ imageIds: [idOf(opened, 'ann', 'ann_3.jpg')], actorId: 'bob' })
  await trash.empty()
  const step = await window.history.goTo(null)
  expect(step).toMatchObject({ undone: 2, history: { undo: { name: 'Deleted 1 image of ann' } } })
  expect(step.stopped).toMatch(/ann_1\.jpg of ann is no longer in the trash, so “Deleted 1 image of ann” cannot/)
  const { entries } = await window.history.list({ limit: 10 })
  expect(entries.map((entry) => [entry.kind, entry.undone])).toEqual([
    ['move', true],
    ['label', true],
    ['trash', false],
  ])
  expect(await window.history.goTo(entries[0]!.id)).toMatchObject({ redone: 2, stopped: null, history: { redo: null } })
})

test('files from outside are copied in under the next names; one that is no image keeps all of them out', async () => {
  await using opened = await open()
  const { root, core, library } = opened
  const before = await contentsOf(root)
  const outside = join(folder, 'outside.png')
  const picture = await photograph(77)
  await writeFile(outside, picture)
  const add = (fileIds: readonly string[]) => core.addImages({ fileIds, actorId: 'ann', lane: 'bw_stylized' })
  const sent = await core.receiveFile('sent.jpg', new Blob([Uint8Array.from(picture)]).stream())
  const { undo } = await add([core.grantFile(outside), sent])
  expect(undo).toMatchObject({ name: 'Added 2 images to ann', kind: 'add' })
  // Named by their content: a JPEG, whatever the original name.
  const added = ['ann_5.jpg', 'ann_6.jpg']
  expect(await filesOf(root, 'ann')).toEqual(expect.arrayContaining(added))
  for (const name of added) expect(await readFile(join(root, 'actors/ann/training_data', name))).toEqual(picture)
  expect(
    windowOf(library)
      .images('ann')
      .find((image) => image.filename === 'ann_5.jpg')?.lane,
  ).toBe('bw_stylized')
  await windowOf(library).history.undo()
  expect(await contentsOf(root)).toEqual(before)
  expect(await readFile(outside)).toEqual(picture)
  await expect(add([sent])).rejects.toThrow(/no longer available/)

  const text = await core.receiveFile('notes.jpg', new Blob(['no image at all']).stream())
  await expect(add([core.grantFile(outside), text])).rejects.toThrow(/^notes\.jpg is not a readable image/)
  const large = new Blob([new Uint8Array(65 * 1024 * 1024)]).stream()
  await expect(core.receiveFile('large.jpg', large)).rejects.toThrow(/^large\.jpg is larger than 64 MB/)
  expect(await contentsOf(root)).toEqual(before)
})

const Act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('label' as const), n: fc.nat(9), lane: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('move' as const), n: fc.nat(9), lane: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('trash' as const), n: fc.nat(9), lane: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('run' as const), n: fc.nat(9), lane: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('undo' as const), n: fc.nat(9), lane: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('redo' as const), n: fc.nat(9), lane: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('goTo' as const), n: fc.nat(9), lane: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('reopen' as const), n: fc.nat(9), lane: fc.nat(4) }) },
)
type Acts = typeof Act extends fc.Arbitrary<infer T> ? T[] : never
/** The undone run stays in the list, but redo continues with the label. */
const AFTER_A_RUN_TAKEN_BACK: Acts = [
  { act: 'run', n: 0, lane: 0 },
  { act: 'undo', n: 0, lane: 0 },
  { act: 'label', n: 1, lane: 1 },
]
/** Images that the repeated run deletes are no longer available for deletion. */
const DELETED_ONCE_MORE: Acts = [
  { act: 'label', n: 1, lane: 4 },
  { act: 'run', n: 0, lane: 0 },
  { act: 'label', n: 0, lane: 0 },
  { act: 'goTo', n: 2, lane: 0 },
  { act: 'redo', n: 0, lane: 0 },
  { act: 'trash', n: 9, lane: 0 },
]
const LANES = ['photorealistic', 'bw_stylized', 'color_stylized', 'unsorted', 'rejected'] as const

test(
  'whatever was done, in whatever order: the way back and the way forth lead over the same bytes',
  { timeout: 1_200_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(Act, { minLength: 4, maxLength: 10 }), async (acts) => {
        let opened = await open()
        const { root } = opened
        const before = await contentsOf(root)
        for (const { act, n, lane } of acts) {
          const window = windowOf(opened.library)
          const images = [...window.images('ann'), ...window.images('bob')]
          const image = images[n % Math.max(1, images.length)]
          const { undo, redo } = window.history.view()
          if (act === 'label' && image) await window.classify([image.imageId], LANES[lane] ?? 'unsorted')
          if (act === 'move' && image)
            await window.moveToActor({ imageIds: [image.imageId], actorId: image.actorId === 'ann' ? 'bob' : 'ann' })
          if (act === 'trash' && image) await window.trashImages([image.imageId])
          if (act === 'run') {
            await opened.library.plan('all')
            await opened.library.execute('all', { deleteOnly: lane < 3 })
          }
          if (act === 'undo' && undo) await window.history.undo()
          if (act === 'redo' && redo) await window.history.redo()
          if (act === 'goTo') {
            const { entries } = await window.history.list({ limit: 50 })
            const newest = Number(undo?.id ?? 0)
            const entry = entries[n % Math.max(1, entries.length)]
            if (entry && !(entry.undone && Number(entry.id) < newest))
              expect(await window.history.goTo(entry.id)).toMatchObject({ stopped: null })
          }
          if (act === 'reopen') {
            await opened[Symbol.asyncDispose]()
            opened = await open(root)
          }
        }
        const window = windowOf(opened.library)
        const here = window.history.view().undo?.id
        const after = await contentsOf(root)
        expect(await window.history.goTo(null)).toMatchObject({ stopped: null })
        expect(await contentsOf(root)).toEqual(before)
        if (here !== undefined) expect(await window.history.goTo(here)).toMatchObject({ stopped: null })
        expect(await contentsOf(root)).toEqual(after)
        expect(await opened.library.verify()).not.toMatchObject({ findings: [{ kind: 'missing_file' }] })
        await opened[Symbol.asyncDispose]()
        await rm(root, { recursive: true, force: true })
      }),
      {
        numRuns: Number(process.env['EVENCAST_ORDERS'] ?? 4),
        examples: [[AFTER_A_RUN_TAKEN_BACK], [DELETED_ONCE_MORE]],
      },
    )
  },
)
