import { lstat, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createActionPlans } from '../../../src/main/library/action-plans.ts'
import { writeAtomic } from '../../../src/main/library/durable.ts'
import { loadManifest } from '../../../src/main/library/manifest-file.ts'
import { recognise } from '../../../src/main/library/open.ts'
import { assertOwn } from '../../../src/main/library/own-files.ts'
import { scanActor } from '../../../src/main/library/scan.ts'
import { createTrash } from '../../../src/main/library/trash.ts'
import { BO, tempFolder, tempLibrary } from './temp-library.ts'

const ITEM = {
  id: 't1',
  actor_id: 'bo',
  original: 'actors/bo/training_data/bo_1.jpg',
  filename: 'bo_1.jpg',
  deleted_at: '2026-11-22T10:00:00.000Z',
  bytes: 3,
}
const trashed = { id: 't1', actorId: 'bo', entry: null, reason: '', runId: null, deletedAt: ITEM.deleted_at }

async function withItem(item: object, file = 'bo_1.jpg') {
  const { root } = await tempLibrary()
  const held = join(root, '.evencast/trash/t1')
  await mkdir(held, { recursive: true })
  await writeFile(join(held, file), 'one')
  await writeFile(join(held, 'item.json'), JSON.stringify(item))
  return { root, held, trash: createTrash(root) }
}

test.each([
  { ...ITEM, filename: '..' },
  { ...ITEM, filename: '../../../keep.txt' },
  { ...ITEM, filename: 'item.json' },
  { ...ITEM, original: '../../outside.jpg' },
  { ...ITEM, original: '/tmp/outside.jpg' },
  { ...ITEM, original: 'actors/../../outside.jpg' },
  { ...ITEM, id: 'other' },
  { ...ITEM, actor_id: '../x' },
])('a trash item of a stranger is neither restored nor in the way of the others: %j', async (item) => {
  const { root, trash, held } = await withItem(item)
  expect(await trash.restore('t1').catch(() => null)).toBeNull()
  expect(await readFile(join(held, 'bo_1.jpg'), 'utf8')).toBe('one')
  expect(await trash.list()).toEqual([])
  const file = join(root, 'actors/bo/training_data/bo_2.jpg')
  await trash.put({ ...trashed, id: 't2', file })
  expect(await trash.empty()).toMatchObject({ files: 1 })
})

test('an item whose place is under our own folder stays where it is', async () => {
  const { trash } = await withItem({ ...ITEM, original: '.evencast/bo_1.jpg' })
  await expect(trash.restore('t1')).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a folder, a link and a pipe do not go to the trash', async () => {
  const { root, actor } = await tempLibrary()
  const trash = createTrash(root)
  await symlink('/etc/hostname', join(actor.imagesDir, 'link.jpg'))
  execFileSync('mkfifo', [join(actor.imagesDir, 'pipe.jpg')])
  for (const file of [actor.imagesDir, join(actor.imagesDir, 'link.jpg'), join(actor.imagesDir, 'pipe.jpg')])
    await expect(trash.put({ ...trashed, file })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  expect(await readdir(actor.imagesDir)).toContain('bo_1.jpg')
})

test('nothing comes back through a folder that has become a link out of the library', async () => {
  const { root, actor } = await tempLibrary()
  const outside = await tempFolder()
  const trash = createTrash(root)
  await trash.put({ ...trashed, file: join(actor.imagesDir, 'bo_1.jpg') })
  await rename(actor.imagesDir, join(root, 'aside'))
  await symlink(outside, actor.imagesDir)
  await expect(trash.restore('t1')).rejects.toMatchObject({ code: 'BAD_INPUT' })
  expect(await readdir(outside)).toEqual([])
})

test.each(['actors', '.evencast', 'action_plans'])('%s as a link out of the library is not opened', async (name) => {
  const outside = await tempFolder({ 'bo/training_data/bo_1.jpg': 'one' })
  const root = await tempFolder(name === 'actors' ? {} : BO)
  await symlink(outside, join(root, name))
  const opening = recognise(root).then((layout) => assertOwn(layout.root))
  await expect(opening).rejects.toMatchObject({ code: 'BAD_INPUT' })
  expect(await readdir(outside)).toEqual(['bo'])
})

test.each(['catalog.db', 'settings.json'])('%s as a link is not opened', async (name) => {
  const { root } = await tempLibrary()
  const outside = await tempFolder({ 'theirs.db': '' })
  await symlink(join(outside, 'theirs.db'), join(root, '.evencast', name))
  await expect(assertOwn(root)).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test.each(['training_data', 'base_image'])(
  '%s as a link out of the library holds no images of the actor',
  async (name) => {
    const outside = await tempFolder({ 'bo_1.jpg': 'private' })
    const { actor } = await tempLibrary()
    await rm(join(actor.dir, name), { recursive: true })
    await symlink(outside, join(actor.dir, name))
    await expect(scanActor(actor)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  },
)

test('training_data as a link that stays inside holds its images, and is said', async () => {
  const { root, actor } = await tempLibrary()
  expect((await recognise(root)).warnings).toEqual([])
  await rename(actor.imagesDir, join(root, 'shelf'))
  await symlink(join(root, 'shelf'), actor.imagesDir)
  expect((await scanActor(actor)).images).toHaveLength(3)
  const said = 'These links to other folders of the library are followed: bo/training_data.'
  expect((await recognise(root)).warnings).toEqual([said])
})

test('an actors folder that is a link is followed inside the library, which is said, and refused outside', async () => {
  const { root } = await tempLibrary()
  const [actors, shelf, outside] = [join(root, 'actors'), join(root, 'shelf'), await tempFolder({})]
  await rename(actors, shelf)
  await symlink(shelf, actors)
  const layout = await recognise(root)
  expect(layout.actors).toHaveLength(1)
  expect(layout.warnings).toEqual([
    'The actors folder is a link to shelf, another folder of the library, and is followed.',
  ])
  await rm(actors)
  await rename(shelf, join(outside, 'theirs'))
  await symlink(join(outside, 'theirs'), actors)
  await expect(recognise(root)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('leads out'),
  })
})

test('a manifest or summary that is a link is neither read nor written through', async () => {
  const { root, actor } = await tempLibrary()
  const outside = await tempFolder({ 'theirs.json': '{"secret":1}' })
  const theirs = join(outside, 'theirs.json')
  await symlink(theirs, actor.manifestFile)
  await expect(scanActor(actor)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(loadManifest(actor, new Date())).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await mkdir(join(root, 'action_plans'))
  await symlink(theirs, join(root, 'action_plans/summary.json'))
  await createActionPlans(root).writeSummary({ version: 1 })
  expect(await readFile(theirs, 'utf8')).toBe('{"secret":1}')
  expect((await lstat(join(root, 'action_plans/summary.json'))).isFile()).toBe(true)
  await writeAtomic(actor.manifestFile, '{}')
  expect(await readFile(theirs, 'utf8')).toBe('{"secret":1}')
})

test.each(['manifest.json', 'actor.json'])('%s as a pipe hangs nothing', async (name) => {
  const { actor } = await tempLibrary()
  execFileSync('mkfifo', [join(name === 'actor.json' ? actor.dir : actor.imagesDir, name)])
  if (name === 'manifest.json')
    await expect(loadManifest(actor, new Date())).rejects.toMatchObject({ code: 'BAD_INPUT' })
  else expect((await recognise(actor.root)).actors).toHaveLength(1)
})

const PLAN = {
  version: 1,
  actor_id: 'bo',
  created_at: ITEM.deleted_at,
  fingerprint: 'x',
  target: { photorealistic: 1, bw_stylized: 0, color_stylized: 0 },
  current: { photorealistic: 1, bw_stylized: 0, color_stylized: 0 },
  generations: [],
}

test.each(['.', '..', '../base_image/bo_base.png', '../../../keep.txt', 'manifest.json', '', 'a/b.jpg', '/etc/x.jpg'])(
  'a plan that deletes %j is refused, with the field',
  async (filename) => {
    const { root } = await tempLibrary()
    await mkdir(join(root, 'action_plans'))
    const plan = { ...PLAN, deletions: [{ filename, reason: 'blur' }] }
    await writeFile(join(root, 'action_plans/bo_action_plan.json'), JSON.stringify(plan))
    await expect(createActionPlans(root).read('bo')).rejects.toThrow(/deletions\.0\.filename/)
  },
)
