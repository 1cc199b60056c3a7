import { unpackImages } from '../../src/main/contract/packed-images.ts'
import { join } from 'node:path'
import { isDefinedError, safe } from '@orpc/client'
import { afterAll, beforeAll, describe, expect, type Mock, test, vi } from 'vitest'
import { Event } from '../../src/main/contract/index.ts'
import { ActorView, ImageView, PlanView, RunView } from '../../src/main/contract/views.ts'
import type { Core } from '../../src/main/app.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { type Api, TRANSPORTS } from '../support/transports.ts'

// The same guarantees over every transport between a renderer and the core.
describe.each(TRANSPORTS)('over %s', (_name, connect) => {
  const cleanup = new AsyncDisposableStack()
  let core: Core
  let subscribe: Mock<Core['subscribe']>
  let api: Api
  let root: string

  beforeAll(async () => {
    const folder = cleanup.use(await temporaryFolder())
    root = join(folder.path, 'library')
    await writeLibrary(root, { actors: ['alice', 'bob'], images: 4 })
    core = cleanup.use(await testCore(join(folder.path, 'config')))
    subscribe = vi.spyOn(core, 'subscribe')
    api = cleanup.use(await connect(core)).api
  })
  afterAll(() => cleanup.disposeAsync())

  /** Does `act` and returns the first later event that `wanted` accepts. */
  async function eventAfter<T extends Event>(
    act: () => Promise<unknown>,
    wanted: (event: Event) => event is T,
  ): Promise<T> {
    const before = subscribe.mock.calls.length
    const abort = new AbortController()
    const stream = await api.events(undefined, { signal: abort.signal })
    const found = (async () => {
      for await (const event of stream) if (wanted(Event.parse(event)) && wanted(event)) return event
      throw new Error('The events ended before the one awaited.')
    })()
    await vi.waitFor(() => expect(subscribe.mock.calls.length).toBeGreaterThan(before))
    await act()
    try {
      return await found
    } finally {
      abort.abort()
    }
  }

  const taskDone = (event: Event): event is Extract<Event, { type: 'task' }> =>
    event.type === 'task' && event.task.state !== 'running'
  const runDone = (event: Event): event is Extract<Event, { type: 'run' }> =>
    event.type === 'run' && !['running', 'cancelling'].includes(event.run.state)

  test('nothing is open at first, and calls that need a library say so', async () => {
    expect(await api.library.current()).toBeNull()
    const [error] = await safe(api.actors.list())
    expect(isDefinedError(error) && error.message).toMatch(/\.$/)
  })

  test('opening answers what is there, and every window hears of it', async () => {
    const { folderId, name } = core.grantFolder(root)
    expect(name).toBe('library')
    const event = await eventAfter(
      () => api.library.open({ folderId }),
      (event): event is Extract<Event, { type: 'library' }> =>
        event.type === 'library' && event.library?.indexed === true,
    )
    expect(event.library).toMatchObject({ name: 'library', actors: 2, images: 8, missing: false })
    expect(await api.library.current()).toEqual(event.library)
    expect((await api.folders.recent()).map((folder) => folder.name)).toContain('library')
  })

  test('folders can be browsed by id, from the home folder on', async () => {
    const home = await api.folders.browse({})
    expect(home.here.folderId).not.toContain('/')
    if (home.parent) expect((await api.folders.browse({ folderId: home.parent.folderId })).here).toEqual(home.parent)
    const { folderId } = core.grantFolder(join(root, '..'))
    const { children } = await api.folders.browse({ folderId })
    expect(children.find((child) => child.name === 'library')?.looksLike).toBe('library')
  })

  test('actors and images are views, with ids and relative addresses instead of paths', async () => {
    const actors = await api.actors.list()
    expect(actors.map((actor) => ActorView.parse(actor).actorId)).toEqual(['alice', 'bob'])
    const images = (await api.actors.images({ actorId: 'alice' })).map((image) => ImageView.parse(image))
    expect(images).toHaveLength(4)
    expect(JSON.stringify([actors, images])).not.toContain(root)
    const all = await api.actors.changes({ actorId: 'alice', since: null })
    expect(all.packed.flatMap((text) => unpackImages('alice', text))).toEqual(images)
    const since = await api.actors.changes({ actorId: 'alice', since: all.revision })
    expect(since.images).toBe(images.length)
    expect(since.packed.flatMap((text) => unpackImages('alice', text))).toEqual([])
    for (const url of images.flatMap(({ thumbUrl, fullUrl }) => [thumbUrl, fullUrl])) {
      expect(url).not.toMatch(/^\w+:/)
      const response = await core.fetch(new Request(new URL(url, 'http://127.0.0.1/')))
      expect(response.headers.get('content-type')).toMatch(/^image\//)
    }
  })

  test('a file is found by its number or name among all that a search finds, whatever was fetched of it', async () => {
    const find = async (typed: string, filter = '', descending = false) => {
      const imageId = await api.images.findName({ filter, sort: { by: 'name', descending }, typed })
      return imageId === null ? null : (await api.images.views({ imageIds: [imageId] }))[0]?.filename
    }
    expect(await find('3')).toBe('alice_3.jpg')
    expect(await find('003', '', true)).toBe('bob_3.jpg')
    expect(await find('3', 'actor:bob')).toBe('bob_3.jpg')
    expect(await find('BOB_4')).toBe('bob_4.jpg')
    expect(await find('3', 'name:*_4')).toBeNull()
    expect(await find(' ')).toBeNull()
  })

  test('errors are typed, and their message is a sentence', async () => {
    const [error] = await safe(api.images.detail({ imageId: 'no-such-image' }))
    expect(isDefinedError(error) && error.code).toBe('NOT_FOUND')
    expect(error?.message).toMatch(/^[A-Z"].*\.$/s)
    expect(error?.message).not.toContain(root)
    const [unknown] = await safe(api.library.open({ folderId: '/etc' }))
    expect(isDefinedError(unknown) && unknown.code).toBe('NOT_FOUND')
  })

  test('input that is not of the agreed shape never reaches the core', async () => {
    const wrong: unknown[] = [
      {},
      { imageIds: [], lane: 'rejected' },
      { imageIds: ['x'], lane: 'trash' },
      { imageIds: 'x' },
      null,
    ]
    for (const input of wrong) {
      const [error] = await safe(Reflect.apply(api.images.classify, undefined, [input]))
      expect(Reflect.get(error ?? {}, 'code')).toBe('BAD_REQUEST')
    }
  })

  test("a human's word is kept, told to every window, and can be taken back and given again", async () => {
    const [first] = await api.actors.images({ actorId: 'alice' })
    const imageId = first?.imageId ?? ''
    const lane = async () => (await api.images.detail({ imageId })).lane
    const before = await lane()
    const { revision } = await api.actors.changes({ actorId: 'alice', since: null })
    const event = await eventAfter(
      () => api.images.classify({ imageIds: [imageId], lane: 'bw_stylized' }),
      (event): event is Extract<Event, { type: 'images' }> =>
        event.type === 'images' && event.actorIds.includes('alice'),
    )
    expect(event.actorIds).toContain('alice')
    expect(await lane()).toBe('bw_stylized')
    expect(await api.images.detail({ imageId })).toMatchObject({ decidedBy: 'human', style: 'bw_stylized' })
    const { packed } = await api.actors.changes({ actorId: 'alice', since: revision })
    expect(packed.flatMap((text) => unpackImages('alice', text))).toContainEqual(
      expect.objectContaining({ imageId, lane: 'bw_stylized' }),
    )
    expect((await api.history.current()).undo).not.toBeNull()
    await api.history.undo()
    expect(await lane()).toBe(before)
    await api.history.redo()
    expect(await lane()).toBe('bw_stylized')
    await api.history.undo()
  })

  test('settings change for all, and say where each value comes from', async () => {
    const { sources } = await api.settings.get()
    expect(sources.total).toBe('default')
    const shares = { photorealistic: 1, bw_stylized: 1, color_stylized: 1 }
    const event = await eventAfter(
      () => api.settings.set({ scope: 'library', values: { total: 6, shares }, reset: [] }),
      (event): event is Extract<Event, { type: 'settings' }> => event.type === 'settings',
    )
    expect(event.settings).toMatchObject({ values: { total: 6, shares }, sources: { total: 'library' } })
    expect((await api.actors.list())[0]?.target).toEqual({ photorealistic: 2, bw_stylized: 2, color_stylized: 2 })
    const [error] = await safe(api.settings.set({ scope: 'library', values: { total: 0 }, reset: [] }))
    expect(Reflect.get(error ?? {}, 'code')).toBe('BAD_REQUEST')
  })

  test('a plan is made as a task, can be edited, and matches what was edited', async () => {
    const { task } = await eventAfter(() => api.plans.make({ actorIds: 'all' }), taskDone)
    expect(task).toMatchObject({ kind: 'plan', state: 'done', error: null })
    const plans = (await api.plans.list({ actorIds: 'all' })).map((plan) => PlanView.parse(plan))
    expect(plans.map((plan) => plan.actorId)).toEqual(['alice', 'bob'])
    const [plan] = plans
    const step = plan?.generations[0] ?? plan?.deletions[0]
    expect(step).toBeDefined()
    const edited = await api.plans.setStep({ actorId: 'alice', stepId: step?.stepId ?? '', skipped: true })
    expect([...edited.generations, ...edited.deletions].find((one) => one.stepId === step?.stepId)?.skipped).toBe(true)
    expect((await api.plans.list({ actorIds: ['alice'] }))[0]).toEqual(edited)
    await api.plans.setStep({ actorId: 'alice', stepId: step?.stepId ?? '', skipped: false })
    // Two concurrent changes must both be kept.
    const two = edited.generations.slice(0, 2).map(({ stepId }) => stepId)
    expect(two).toHaveLength(2)
    await Promise.all(two.map((stepId) => api.plans.setStep({ actorId: 'alice', stepId, skipped: true })))
    const [both] = await api.plans.list({ actorIds: ['alice'] })
    expect(both?.generations.filter(({ skipped }) => skipped).map(({ stepId }) => stepId)).toEqual(two)
    for (const stepId of two) await api.plans.setStep({ actorId: 'alice', stepId, skipped: false })
  })

  test('a run carries the plan out, tells how it goes, and is undone', async () => {
    const names = async () => (await api.actors.images({ actorId: 'alice' })).map((image) => image.filename).toSorted()
    const before = await names()
    const { run } = await eventAfter(() => api.runs.start({ actorIds: ['alice'] }), runDone)
    expect(RunView.parse(run)).toMatchObject({ actors: ['alice'], done: run.total, undoable: true })
    expect(run.deleted + run.generated).toBeGreaterThan(0)
    expect(await names()).not.toEqual(before)
    expect((await api.runs.list()).map(({ runId }) => runId)).toContain(run.runId)

    await eventAfter(
      () => api.runs.undo({ runId: run.runId }),
      (event): event is Extract<Event, { type: 'run' }> => event.type === 'run' && event.run.state === 'undone',
    )
    await expect.poll(names).toEqual(before)
  })

  test('a stale plan is refused, naming the actor', async () => {
    await eventAfter(() => api.plans.make({ actorIds: ['bob'] }), taskDone)
    const [image] = await api.actors.images({ actorId: 'bob' })
    await api.images.classify({ imageIds: [image?.imageId ?? ''], lane: 'rejected' })
    const [error] = await safe(api.runs.start({ actorIds: ['bob'] }))
    expect(isDefinedError(error) && error.code).toBe('STALE_PLAN')
    expect(error?.message).toContain('bob')
  })

  test('everything else that can be asked answers', async () => {
    expect(await api.tasks.list()).toEqual([])
    expect(await api.library.verify()).toMatchObject({ findings: expect.any(Array) })
    expect(Array.isArray(await api.trash.list())).toBe(true)
    const [error] = await safe(api.store.preview())
    expect(isDefinedError(error) && error.message).toMatch(/store/i)
    await api.plans.discard({ actorIds: 'all' })
    expect(await api.plans.list({ actorIds: 'all' })).toEqual([])
  })

  test('closing tells every window', async () => {
    const event = await eventAfter(
      () => api.library.close(),
      (event): event is Extract<Event, { type: 'library' }> => event.type === 'library' && event.library === null,
    )
    expect(event.library).toBeNull()
    expect(await api.library.current()).toBeNull()
  })
})
