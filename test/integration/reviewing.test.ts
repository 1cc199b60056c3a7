import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Core } from '../../src/main/app.ts'
import { createRouter } from '../../src/main/router.ts'
import { testCore } from '../support/core.ts'
import { addDuplicates, temporaryFolder, writeLibrary } from '../support/library.ts'
import { startOpenAi } from '../support/openai/server.ts'

// A person's decisions about images and their effect on later passes, by pixels and by a vision model.
const cleanup = new AsyncDisposableStack()
let core: Core
let api: ReturnType<typeof connect>
let manifest: string
let openai: Awaited<ReturnType<typeof startOpenAi>>

const connect = (core: Core) => createRouterClient(createRouter(core), { context: {} })

beforeAll(async () => {
  const folder = cleanup.use(await temporaryFolder())
  openai = cleanup.use(await startOpenAi())
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['alice', 'bob'], images: 4, labelled: false })
  await addDuplicates(root, 'alice', 4)
  await addDuplicates(root, 'bob', 4)
  await mkdir(join(folder.path, 'config'))
  await writeFile(join(folder.path, 'config/settings.json'), JSON.stringify({ openaiBaseUrl: openai.url }))
  manifest = join(root, 'actors/alice/training_data/manifest.json')
  core = cleanup.use(await testCore(join(folder.path, 'config'), { env: { OPENAI_API_KEY: 'sk-test' } }))
  const library = await core.open(root)
  await library.plan('all')
  api = connect(core)
})
afterAll(() => cleanup.disposeAsync())

const imagesOf = async (actorId: string) =>
  new Map((await api.actors.images({ actorId })).map((image) => [image.filename, image]))
const idOf = async (filename: string) => {
  const image = (await imagesOf(filename.split('_')[0] ?? '')).get(filename)
  if (!image) throw new Error(`There is no ${filename}.`)
  return image.imageId
}
const nameOf = async (imageId: string) => (await api.images.views({ imageIds: [imageId] }))[0]?.filename
/** Waits for pending assessments, because edits return before their effects are assessed. */
async function judgedAgain(): Promise<void> {
  for (const actorId of ['alice', 'bob']) await core.current()!.parts.context.actorLock(actorId, async () => {})
}
const entryOf = async (filename: string) =>
  JSON.parse(await readFile(manifest, 'utf8')).images.find((image: { filename: string }) => image.filename === filename)

test('duplicates are gathered, each group with the better one first and the reason why', async () => {
  const groups = await api.duplicates.groups({ actorIds: 'all' })
  expect(groups.map(({ actorId, kind, why }) => ({ actorId, kind, why }))).toEqual([
    { actorId: 'alice', kind: 'copies', why: ['pixels'] },
    { actorId: 'alice', kind: 'copies', why: ['first'] },
    { actorId: 'bob', kind: 'copies', why: ['pixels'] },
    { actorId: 'bob', kind: 'copies', why: ['first'] },
  ])
  expect(await Promise.all(groups[0]!.imageIds.map(nameOf))).toEqual(['alice_1.jpg', 'alice_5.jpg'])
})

test('a judging that began before an undo and ends after it does not have the last word', async () => {
  const { context } = core.current()!.parts
  const verdicts = async () =>
    [...(await imagesOf('alice')).values()].map(({ filename, verdict }) => [filename, verdict])
  const before = await verdicts()
  const [judged, undone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const { evaluator } = context
  vi.spyOn(evaluator, 'judgeMany').mockImplementationOnce(async (job) => {
    const outcome = await evaluator.judgeMany(job)
    judged.resolve()
    await undone.promise
    return outcome
  })
  await api.images.classify({ imageIds: [await idOf('alice_6.jpg')], lane: 'photorealistic' })
  await judged.promise
  await api.history.undo()
  undone.resolve()
  await judgedAgain()
  expect(await verdicts()).toEqual(before)

  await api.history.redo()
  await judgedAgain()
  expect((await imagesOf('alice')).get('alice_2.jpg')?.verdict).toBe('reject')
  await api.history.undo()
  await judgedAgain()
  expect(await verdicts()).toEqual(before)
})

test('what is kept in culling is promised, and its decisions share an id in the history', async () => {
  const imageIds = [await idOf('bob_1.jpg')]
  const cullingId = 'one culling'
  await api.images.classify({ imageIds, lane: 'photorealistic', keep: true, cullingId })
  await api.images.classify({ imageIds: [await idOf('bob_3.jpg')], lane: 'rejected', cullingId })
  expect((await api.promises.list({ actorIds: 'all' })).map(({ filename }) => filename)).toEqual(['bob_1.jpg'])
  const { entries } = await api.history.list({ limit: 2 })
  expect(entries.map((entry) => entry.cullingId)).toEqual([cullingId, cullingId])
  await api.history.undo()
  await api.history.undo()
  await judgedAgain()
  expect(await api.promises.list({ actorIds: 'all' })).toEqual([])
})

test('a spared deletion is a promise that outlives the plan, until it is released', async () => {
  const step = (await api.plans.list({ actorIds: ['bob'] }))[0]?.deletions[0]
  expect(step).toBeDefined()
  const { filename = '', stepId = '' } = step ?? {}
  await api.plans.setStep({ actorId: 'bob', stepId, skipped: true })
  expect((await api.promises.list({ actorIds: 'all' })).map((kept) => kept.filename)).toEqual([filename])
  const text = await readFile(manifest.replaceAll('alice', 'bob'), 'utf8')
  expect(JSON.parse(text).images).toContainEqual(expect.objectContaining({ filename, kept_by: 'human' }))
  await core.current()?.plan(['bob'], { fresh: true })
  const again = (await api.plans.list({ actorIds: ['bob'] }))[0]
  expect(again?.deletions.map((each) => each.filename)).not.toContain(filename)
  await api.images.keep({ imageIds: [await idOf(filename)], kept: false })
  await judgedAgain()
  expect(await api.promises.list({ actorIds: 'all' })).toEqual([])
})

test('what a person left unsure is left to settle, until it has a style', async () => {
  const imageIds = [await idOf('bob_2.jpg')]
  const left = async () => (await api.culling.queue({ actorIds: ['bob'], left: true })).imageIds
  await api.images.classify({ imageIds, lane: 'unsorted' })
  expect(await left()).toEqual(expect.arrayContaining(imageIds))
  await api.images.classify({ imageIds, lane: 'photorealistic' })
  expect(await left()).not.toEqual(expect.arrayContaining(imageIds))
  await api.history.undo()
  await api.history.undo()
  await judgedAgain()
})

test('the best of all groups is kept in one step, but nothing that a person kept is rejected; one undo brings all back', async () => {
  await api.images.classify({ imageIds: [await idOf('alice_6.jpg')], lane: 'photorealistic' })
  await judgedAgain()
  const groups = await api.duplicates.groups({ actorIds: 'all' })
  const ofSixth = groups.find(({ keptIds }) => keptIds.length > 0)
  expect(await nameOf(ofSixth?.imageIds[0] ?? '')).toBe('alice_6.jpg')
  expect(ofSixth?.why).toEqual(['kept'])

  const before = [await imagesOf('alice'), await imagesOf('bob')]
  const { undo } = await api.duplicates.keep({
    groups: groups.map(({ imageIds: [best = '', ...others] }) => ({ keepIds: [best], rejectIds: others })),
  })
  expect(undo?.name).toBe('Kept the best of 4 duplicate groups')
  const after = await imagesOf('alice')
  expect(['alice_1.jpg', 'alice_2.jpg', 'alice_5.jpg', 'alice_6.jpg'].map((name) => after.get(name)?.verdict)).toEqual([
    'keep',
    'reject',
    'reject',
    'keep',
  ])
  expect(await entryOf('alice_2.jpg')).toMatchObject({ classified_by: 'human', verdict: 'reject' })
  expect(await api.duplicates.groups({ actorIds: 'all' })).toEqual([])

  await api.history.undo()
  const verdicts = (images: typeof after) => [...images.values()].map(({ filename, verdict }) => [filename, verdict])
  await judgedAgain()
  expect([await imagesOf('alice'), await imagesOf('bob')].map(verdicts)).toEqual(before.map(verdicts))
})

test('a human’s keep is not rejected along with the rest, even when another is picked', async () => {
  const [first, second] = [await idOf('bob_1.jpg'), await idOf('bob_5.jpg')]
  await api.images.classify({ imageIds: [first], lane: 'photorealistic' })
  await api.duplicates.keep({ groups: [{ keepIds: [second], rejectIds: [first] }] })
  const images = await imagesOf('bob')
  expect(images.get('bob_1.jpg')).toMatchObject({ verdict: 'keep', decidedBy: 'human' })
  expect(images.get('bob_5.jpg')).toMatchObject({ verdict: 'keep', decidedBy: 'human' })
  // Both were kept by a person, so the group is not suggested again.
  const groups = await api.duplicates.groups({ actorIds: ['bob'] })
  expect(groups.find(({ imageIds }) => imageIds.includes(first))?.settled).toBe(true)
})

test('when a person rejects the better one, its copy is no copy any more', async () => {
  await api.images.classify({ imageIds: [await idOf('alice_1.jpg')], lane: 'rejected' })
  await judgedAgain()
  expect((await imagesOf('alice')).get('alice_5.jpg')?.issues.map(({ key }) => key)).not.toContain('near_duplicate')
  await api.history.undo()
})

test('a flag is kept in the manifest, decides nothing, and can be taken back', async () => {
  const imageId = await idOf('alice_3.jpg')
  const before = (await imagesOf('alice')).get('alice_3.jpg')
  const { undo } = await api.images.flag({ imageIds: [imageId], flagged: true })
  expect(undo?.name).toBe('Flagged 1 image')
  expect((await entryOf('alice_3.jpg')).flagged).toBe(true)
  expect((await imagesOf('alice')).get('alice_3.jpg')).toMatchObject({
    flagged: true,
    style: before?.style,
    verdict: before?.verdict,
    decidedBy: before?.decidedBy,
    issues: before?.issues,
  })
  await api.images.classify({ imageIds: [imageId], lane: 'bw_stylized' })
  expect((await entryOf('alice_3.jpg')).flagged).toBe(true)
  await api.history.undo()
  await api.history.undo()
  expect('flagged' in (await entryOf('alice_3.jpg'))).toBe(false)
})

test('a group stays split, part after part, until its images are sorted or it is undone', async () => {
  const names = ['alice_2.jpg', 'alice_3.jpg', 'alice_4.jpg']
  const imageIds = await Promise.all(names.map(idOf))
  const parts = async () => {
    const images = await imagesOf('alice')
    return names.map((name) => images.get(name)?.groupPart ?? '').join(' ')
  }
  const before = (await imagesOf('alice')).get('alice_3.jpg')
  const { undo } = await api.images.splitGroup({ imageIds })
  expect(undo?.name).toBe('Split a group of 3 images')
  const first = await parts()
  expect(first).toMatch(/^[ab] [ab] [ab]$/)
  expect(first).toMatch(/a.*b|b.*a/)
  const { groupPart, ...after } = (await imagesOf('alice')).get('alice_3.jpg')!
  expect((await entryOf('alice_3.jpg')).group_part).toBe(groupPart)
  expect(after).toEqual({ ...before, groupPart: undefined })
  await api.images.splitGroup({ imageIds: imageIds.slice(0, 2) })
  expect((await parts()).split(' ').map((part) => part.length)).toEqual([2, 2, 1])
  await api.images.classify({ imageIds: imageIds.slice(2), lane: 'bw_stylized' })
  expect('group_part' in (await entryOf('alice_4.jpg'))).toBe(false)
  for (let edits = 0; edits < 3; edits++) await api.history.undo()
  expect(await parts()).toBe('  ')
})

test('the most doubtful come first, what a person decided last; every word holds when another evaluator looks', async () => {
  const said = {
    'alice_1.jpg': 'bw_stylized',
    'alice_2.jpg': 'rejected',
    'alice_3.jpg': 'unsorted',
    'alice_5.jpg': 'color_stylized',
  } as const
  for (const [filename, lane] of Object.entries(said) as [keyof typeof said, (typeof said)[keyof typeof said]][])
    await api.images.classify({ imageIds: [await idOf(filename)], lane })
  const queue = await api.culling.queue({ actorIds: ['alice'] })
  const names = await Promise.all(queue.imageIds.map(nameOf))
  expect(names).toHaveLength(6)
  // alice_6.jpg was kept above; alice_3.jpg is skipped, not decided.
  expect(new Set(names.slice(queue.open))).toEqual(
    new Set(['alice_1.jpg', 'alice_2.jpg', 'alice_5.jpg', 'alice_6.jpg']),
  )
  expect(names[queue.open - 1]).toBe('alice_3.jpg')

  await api.settings.set({ scope: 'library', values: { evaluator: 'openai', openaiModel: 'gpt-5.6-terra' } })
  await core.current()?.plan('all', { fresh: true })
  const after = await imagesOf('alice')
  expect((await api.images.detail({ imageId: await idOf('alice_4.jpg') })).evaluator).toMatch(/^openai:/)
  expect(openai.stats().invalid).toEqual([])
  for (const [filename, lane] of Object.entries(said))
    expect(after.get(filename), filename).toMatchObject({ lane, decidedBy: 'human' })
})
