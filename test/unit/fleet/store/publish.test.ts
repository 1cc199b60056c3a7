import { hash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import { emptyManifest, upsertImage, writeManifest } from '../../../../src/main/domain/manifest.ts'
import { readManifest } from '../../../../src/main/domain/read-manifest.ts'
import type { Publishing } from '../../../../src/main/fleet/ledger/actors.ts'
import { publish, settlePublishing } from '../../../../src/main/fleet/store/publish.ts'
import type { Bucket } from '../../../../src/main/storage/s3/bucket.ts'
import type { Content } from '../../../../src/main/storage/s3/content.ts'
import { tempFolder } from '../../library/temp-library.ts'

type Fail = (act: 'put' | 'remove', name: string) => EvencastError | null | 'answer lost'

/** Creates an in-memory bucket whose calls fail as the test says. */
function bucketThat(fail: Fail) {
  const objects = new Map<string, Buffer>()
  const headOf = (bytes: Buffer) => {
    const sha256 = hash('sha256', bytes)
    return { bytes: bytes.length, etag: sha256, modifiedAt: '', sha256 }
  }
  const check = (act: 'put' | 'remove', key: string) => {
    const failure = fail(act, key.slice(key.lastIndexOf('/') + 1))
    if (failure instanceof EvencastError) throw failure
    return failure
  }
  const bucket: Pick<Bucket, 'head' | 'get' | 'put' | 'copy' | 'remove'> = {
    async head(key) {
      const bytes = objects.get(key)
      return bytes ? headOf(bytes) : null
    },
    async get(key) {
      const bytes = objects.get(key)
      if (!bytes) throw new EvencastError('NOT_FOUND', `${key} is not in the store.`)
      return { ...headOf(bytes), body: Readable.from([bytes]) }
    },
    async put(key, content: Content, { ifMatch, ifNoneMatch }) {
      const there = objects.get(key)
      if (there ? ifNoneMatch || (ifMatch && ifMatch !== headOf(there).etag) : ifMatch)
        throw new EvencastError('CONFLICT', 'Something else wrote to the bucket.')
      const lost = check('put', key)
      const body = content.body()
      objects.set(key, Buffer.isBuffer(body) ? body : Buffer.from(''))
      if (lost) throw new EvencastError('UPSTREAM', 'The answer was lost.')
      return content.sha256
    },
    async copy(from, to) {
      objects.set(to, objects.get(from) ?? Buffer.from(''))
      return true
    },
    async remove(key) {
      check('remove', key)
      objects.delete(key)
    },
  }
  return { bucket, objects }
}

const PREFIX = 'actors/ann/training_data/'
const OWNED = { runId: 1, actorId: 'ann', fence: 1 }
const listing = (...names: readonly string[]) =>
  writeManifest(names.reduce((all, name) => upsertImage(all, name, {}), emptyManifest('ann', '')))

/** Simulates a process that dies before or after its n-th call; later calls have no effect. */
function dyingAt(n: number, isDone: boolean) {
  let acts = 0
  let isDead = false
  const die = (): never => {
    isDead = true
    throw away
  }
  const mortal = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name, receiver) {
        const act: unknown = Reflect.get(target, name, receiver)
        if (typeof act !== 'function') return act
        return async (...args: unknown[]) => {
          if (isDead || (++acts === n && !isDone)) die()
          const mine = acts
          const answer: unknown = await Reflect.apply(act, target, args)
          return mine === n ? die() : answer
        }
      },
    })
  return { mortal, isDead: () => isDead }
}

/** Checks out an actor that had images 1 and 2, has lost 2 since, and has gained 3 and 4. */
async function checkedOut(fail: Fail, mortal: <T extends object>(port: T) => T = (port) => port) {
  const { bucket, objects } = bucketThat(fail)
  const root = await tempFolder()
  const before = listing('ann_1.jpg', 'ann_2.jpg')
  for (const name of ['ann_1.jpg', 'ann_2.jpg']) objects.set(PREFIX + name, Buffer.from(name))
  objects.set(`${PREFIX}manifest.json`, Buffer.from(before))
  await mkdir(join(root, PREFIX), { recursive: true })
  for (const name of ['ann_1.jpg', 'ann_3.jpg', 'ann_4.jpg']) await writeFile(join(root, PREFIX, name), name)
  await writeFile(join(root, PREFIX, 'manifest.json'), listing('ann_1.jpg', 'ann_3.jpg', 'ann_4.jpg'))
  let noted: Publishing | null = null
  let isLost = false
  const assertOwner = async () => {
    if (isLost) throw new EvencastError('CONFLICT', 'Another worker has taken ann over.')
  }
  const ledger = {
    actors: {
      assertOwner,
      publishing: async (_owned: object, publishing: Publishing | null) => {
        await assertOwner()
        noted = publishing
      },
    },
  }
  const location = { url: 's3://b', bucket: 'b', prefix: '', endpoint: 'http://s3', isAws: false, pathStyle: true }
  const store = { bucket, location, etags: 'quoted' }
  const mine = { store: { ...store, bucket: mortal(bucket) }, ledger: { actors: mortal(ledger.actors) } }
  const taken = {
    actorId: 'ann',
    manifest: { etag: hash('sha256', before), text: before },
    files: new Set(['ann_1.jpg', 'ann_2.jpg']),
    sha256s: [],
    images: [],
    elsewhere: new Map(),
  }
  return {
    publish: (findings: Parameters<typeof publish>[5] = []) =>
      publish(mine.store as never, mine.ledger as never, OWNED, taken, root, findings),
    publishAsHeir: () => publish(store as never, ledger as never, OWNED, taken, root, []),
    settle: () =>
      settlePublishing(store as never, ledger as never, OWNED, noted ?? { manifest: '', added: [], removed: [] }),
    noted: () => noted,
    lose: () => (isLost = true),
    names: () => [...objects.keys()].map((key) => key.replace(PREFIX, '')).toSorted(),
    listed: () =>
      readManifest(String(objects.get(`${PREFIX}manifest.json`)), 'ann').manifest.images.map(
        ({ filename }) => filename,
      ),
  }
}

const AS_IT_WAS = ['ann_1.jpg', 'ann_2.jpg', 'manifest.json']
const STORED = ['.trash/fleet-1/ann_2.jpg', 'ann_1.jpg', 'ann_3.jpg', 'ann_4.jpg', 'manifest.json']
const full = new EvencastError('LIMIT', 'The bucket is full.')
const away = new EvencastError('UNAVAILABLE', 'The store does not answer.')

test('new files, then the manifest, then what went goes to the trash', async () => {
  const { publish: go, names, listed } = await checkedOut(() => null)
  expect(await go()).toBeNull()
  expect([names(), listed()]).toEqual([STORED, ['ann_1.jpg', 'ann_3.jpg', 'ann_4.jpg']])
})

test.each(['ann_4.jpg', 'manifest.json'])('refused at %s, it leaves nothing and says why', async (at) => {
  const {
    publish: go,
    names,
    listed,
    noted,
  } = await checkedOut((act, name) => (act === 'put' && name === at ? full : null))
  expect(await go()).toBe('The bucket is full.')
  expect([names(), listed(), noted()]).toEqual([AS_IT_WAS, ['ann_1.jpg', 'ann_2.jpg'], null])
})

test('when the store goes away in the middle, the next owner takes back what lies there', async () => {
  let isAway = true
  const {
    publish: go,
    settle,
    names,
    noted,
  } = await checkedOut((_act, name) => (isAway && name === 'ann_4.jpg' ? away : null))
  await expect(go()).rejects.toBe(away)
  expect(names()).toContain('ann_3.jpg')
  isAway = false
  expect(await settle()).toBe(false)
  expect([names(), noted()]).toEqual([AS_IT_WAS, null])
})

test('whose manifest arrived is stored, though the answer was lost', async () => {
  const { publish: go, names } = await checkedOut((act, name) =>
    act === 'put' && name === 'manifest.json' ? 'answer lost' : null,
  )
  expect(await go()).toBeNull()
  expect(names()).toEqual(STORED)
})

test('what cannot be taken back now is not given up', async () => {
  const refused = new EvencastError('BAD_INPUT', 'The session has expired.')
  const { publish: go, noted } = await checkedOut((_act, name) =>
    name === 'ann_3.jpg' || name === 'ann_4.jpg' ? refused : null,
  )
  let puts = 0
  const second = await checkedOut((act) => (act === 'remove' || ++puts === 2 ? refused : null))
  expect(await go()).toBe('The session has expired.')
  expect(noted()).toBeNull()
  await expect(second.publish()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: 'The session has expired.' })
  expect(second.noted()).toMatchObject({ removed: ['ann_2.jpg'] })
})

test('who has lost the actor removes nothing that the next owner may have put there', async () => {
  const lost = await checkedOut((act, name) => {
    if (act !== 'put' || name !== 'ann_4.jpg') return null
    lost.lose()
    return full
  })
  await expect(lost.publish()).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(lost.names()).toContain('ann_3.jpg')
})

test('a set is verified first: what is wrong with a new or a removed file keeps it out of the store', async () => {
  const { publish: go, names } = await checkedOut(() => null)
  const finding = (kind: string, file: string) => ({ actor_id: 'ann', kind, file, detail: 'The file has changed.' })
  expect(await go([finding('content_changed', 'ann_3.jpg')])).toBe('ann_3.jpg is not stored: The file has changed.')
  expect(names()).toEqual(AS_IT_WAS)
  const ofOthers = [
    finding('content_changed', 'ann_1.jpg'),
    finding('style_mix', ''),
    finding('duplicate_prompt', 'ann_3.jpg'),
  ]
  expect(await go(ofOthers)).toBeNull()
  expect(names()).toEqual(STORED)
})

test.each([true, false])(
  'killed at any act (done: %s), the next owner finishes it or takes it back and begins again',
  async (isDone) => {
    for (let n = 1; ; n++) {
      const { mortal, isDead } = dyingAt(n, isDone)
      const { publish: go, publishAsHeir, settle, noted, names, listed } = await checkedOut(() => null, mortal)
      await go().catch(() => {})
      if (!isDead()) return expect(n).toBeGreaterThan(12)
      if (noted() === null || !(await settle())) expect(await publishAsHeir()).toBeNull()
      expect([n, names(), listed()]).toEqual([n, STORED, ['ann_1.jpg', 'ann_3.jpg', 'ann_4.jpg']])
    }
  },
)
