import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { recognise } from '../../../src/main/library/open.ts'
import { type LibraryChange, watchLibrary, type WatchOptions } from '../../../src/main/library/watch.ts'
import { type Watch, watchFolders, watchTree } from '../../../src/main/library/watch-native.ts'
import { pollFolders } from '../../../src/main/library/watch-poll.ts'
import { changedBy } from '../../../src/main/library/watched-names.ts'
import { BO, tempLibrary } from './temp-library.ts'

async function setup(options: WatchOptions = {}) {
  const library = await tempLibrary({ ...BO, 'actors/al/training_data/al_1.jpg': '' })
  const changes: LibraryChange[] = []
  const watcher = watchLibrary(library.layout, (change) => changes.push(change), { debounceMs: 30, ...options })
  onTestFinished(() => watcher.close())
  const bo = join(library.root, 'actors/bo')
  /** A system under load may report one write in two batches, the second together with the next change. */
  const told = (actorIds: LibraryChange['actorIds']) =>
    vi.waitFor(
      () =>
        expect(
          changes.some((change) =>
            actorIds === 'all' || change.actorIds === 'all'
              ? change.actorIds === actorIds
              : actorIds.every((actorId) => change.actorIds.includes(actorId)),
          ),
        ).toBe(true),
      { timeout: 8000, interval: 20 },
    )
  /** Writes until a change is reported, because a watcher that is starting misses changes. */
  const toldOfWriting = (file: string, actorId: string) =>
    vi.waitFor(
      async () => {
        await appendFile(file, 'x')
        expect(changes).toContainEqual({ actorIds: [actorId], manifests: [], captions: new Map() })
      },
      { timeout: 8000, interval: 200 },
    )
  return { ...library, watcher, changes, bo, told, toldOfWriting }
}

test.each<[string, Watch]>([
  ['one watch per folder', watchFolders],
  ['one watch for the tree', watchTree],
])('%s: files that come, change or go are told by actor, in one batch', async (_, watchWith) => {
  const { bo, told, changes, root } = await setup({ watchWith })
  await writeFile(join(bo, 'training_data/bo_11.jpg'), 'x')
  await writeFile(join(bo, 'training_data/bo_12.jpg'), 'x')
  await told(['bo'])
  changes.length = 0
  await appendFile(join(root, 'actors/al/training_data/al_1.jpg'), 'more')
  await told(['al'])
  changes.length = 0
  await rm(join(bo, 'base_image/bo_base.png'))
  await told(['bo'])
  changes.length = 0
  await mkdir(join(root, 'actors/cy'))
  await told('all')
})

test('our own folders and temporary files are no changes', async () => {
  const { root, bo, changes } = await setup()
  await writeFile(join(root, '.evencast/catalog.db'), '')
  await mkdir(join(root, 'action_plans'))
  await writeFile(join(bo, 'training_data/manifest.json.3141592'), '')
  await writeFile(join(bo, 'training_data/.bo_9.jpg.tmp'), '')
  await writeFile(join(root, 'actors/al/training_data/manifest.json'), '{}')
  await expect.poll(() => changes).toEqual([{ actorIds: [], manifests: ['al'], captions: new Map() }])
})

test('files of captions are named, since most are our own', async () => {
  const { root, changes } = await setup()
  await writeFile(join(root, 'actors/al/training_data/al_1.txt'), 'x')
  const captions = new Map([['al', new Set(['al_1.txt'])]])
  await expect.poll(() => changes).toEqual([{ actorIds: [], manifests: [], captions }])
})

test('a folder made later is watched, and so is an actor followed later', async () => {
  const { root, told, toldOfWriting, changes, watcher } = await setup({ watchWith: watchFolders })
  const base = join(root, 'actors/al/base_image')
  await mkdir(base)
  await told(['al'])
  changes.length = 0
  await writeFile(join(base, 'al_base.png'), '')
  await told(['al'])
  await mkdir(join(root, 'actors/cy/training_data'), { recursive: true })
  await told('all')
  watcher.follow(await recognise(root))
  await toldOfWriting(join(root, 'actors/cy/training_data/cy_1.jpg'), 'cy')
})

test('a folder that is removed and made again is watched again', async () => {
  const { bo, told, toldOfWriting, changes } = await setup({ watchWith: watchFolders })
  await rm(join(bo, 'training_data'), { recursive: true })
  await told(['bo'])
  changes.length = 0
  await mkdir(join(bo, 'training_data'))
  await told(['bo'])
  changes.length = 0
  await toldOfWriting(join(bo, 'training_data/bo_1.jpg'), 'bo')
})

test('a vanished library is told, and so is its return', async () => {
  const seen: boolean[] = []
  const { root, told, toldOfWriting, bo, changes } = await setup({
    presenceMs: 30,
    onMissing: (missing) => seen.push(missing),
  })
  await rename(root, `${root}-away`)
  await vi.waitFor(() => expect(seen).toEqual([true]), { timeout: 8000 })
  await rename(`${root}-away`, root)
  await vi.waitFor(() => expect(seen).toEqual([true, false]), { timeout: 8000 })
  await told('all')
  changes.length = 0
  await toldOfWriting(join(bo, 'training_data/bo_11.jpg'), 'bo')
})

test('out of watches it polls, says so, and still tells what came', async () => {
  const warnings: string[] = []
  const full: Watch = () => {
    throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
  }
  const { bo, changes } = await setup({ watchWith: full, onWarning: (message) => warnings.push(message) })
  expect(warnings.join()).toMatch(/limit of watched folders/)
  // Sequentially, because changes before the first read are not reported.
  let came = 0
  await vi.waitFor(
    async () => {
      await writeFile(join(bo, `training_data/bo_${++came}.jpg`), 'x')
      expect(changes).toContainEqual({ actorIds: ['bo'], manifests: [], captions: new Map() })
    },
    { timeout: 8000, interval: 100 },
  )
})

test('polling tells actors that come', async () => {
  const { layout, root } = await tempLibrary()
  const changed = vi.fn()
  const polling = pollFolders(layout, changed, 20)
  onTestFinished(() => polling.close())
  // Sequentially, because changes before the first read are not reported.
  let came = 0
  await vi.waitFor(
    async () => {
      await mkdir(join(root, `actors/cy-${++came}`))
      expect(changed).toHaveBeenCalledWith(null)
    },
    { timeout: 8000, interval: 100 },
  )
})

test('a single actor is told by its id, and nothing else of the library', async () => {
  const { root } = await tempLibrary()
  const layout = await recognise(join(root, 'actors/bo'))
  expect(changedBy(layout, join(root, 'actors/bo/training_data/bo_1.jpg'))).toBe('bo')
  expect(changedBy(layout, join(root, 'actors/al/training_data/al_1.jpg'))).toBeUndefined()
})
