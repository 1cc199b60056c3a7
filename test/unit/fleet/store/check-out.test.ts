import { Readable } from 'node:stream'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import { checkOut, storedActors } from '../../../../src/main/fleet/store/check-out.ts'
import { tempFolder } from '../../library/temp-library.ts'

/** Keys of the objects that were read. */
const read: string[] = []

/** Creates a store that holds only these keys. */
function storeOf(...keys: readonly string[]) {
  const bucket = {
    async get(key: string) {
      read.push(key)
      if (!keys.includes(key)) throw new EvencastError('NOT_FOUND', `${key} is not in the store.`)
      return { bytes: 1, etag: 'e', modifiedAt: '', sha256: null, body: Readable.from([Buffer.from('x')]) }
    },
    page: async (prefix: string) => ({
      objects: keys
        .filter((key) => key.startsWith(prefix))
        .toSorted()
        .map((key) => ({ key, bytes: 1, etag: 'e', modifiedAt: '' })),
      next: null,
    }),
  }
  const location = {
    url: 's3://b/sets',
    bucket: 'b',
    prefix: 'sets/',
    endpoint: 'http://s3',
    isAws: false,
    pathStyle: true,
  }
  return { bucket, location } as never
}

const image = (folder: string) => `sets/actors/${folder}/training_data/${folder}_1.jpg`

test('folders of the system and of tools are no actors, as in a library on disk', async () => {
  const others = ['@eaDir', 'lost+found', 'node_modules', 'action_plans', '.hidden']
  const store = storeOf(...['ann', 'bo', ...others].map(image), 'sets/actors/bo/actor.json')
  const found: string[] = []
  for await (const actorId of storedActors(store)) found.push(actorId)
  expect(found).toEqual(['ann', 'bo'])
})

test.each(['con.jpg', `${'x'.repeat(252)}.jpg`, 'a:b.png'])(
  'an actor with an image that cannot be on a disk (%s) is not planned without it',
  async (name) => {
    const store = storeOf(image('ann'), `sets/actors/ann/training_data/${name}`)
    await expect(checkOut(store, 'ann', await tempFolder(), null, new AbortController().signal)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(
        `^actors/ann/training_data/${name.slice(0, 7)}.* cannot have its name on a disk.*start ann again`,
      ),
    })
  },
)

test('a plan that was begun goes on, and files of other tools keep nothing from being planned', async () => {
  const { signal } = new AbortController()
  const odd = storeOf(image('ann'), 'sets/actors/ann/training_data/con.jpg')
  const others = storeOf(
    image('ann'),
    'sets/actors/ann/training_data/._a.jpg',
    'sets/actors/ann/training_data/sub/con.jpg',
  )
  const copied = { actorId: 'ann', files: new Set(['ann_1.jpg']) }
  expect(await checkOut(odd, 'ann', await tempFolder(), { manifest: null }, signal)).toMatchObject(copied)
  expect(await checkOut(others, 'ann', await tempFolder(), null, signal)).toMatchObject(copied)
})

test('an image of which all is known is not copied: its name and its size stand in for it', async () => {
  read.length = 0
  const base = 'sets/actors/ann/base_image/ann_base.png'
  const [one, two, umlaut, caption] = ['ann_1.jpg', 'ann_2.jpg', 'ann_\u00fc.jpg', 'ann_1.txt'].map(
    (name) => `sets/actors/ann/training_data/${name}`,
  ) as [string, string, string, string]
  const asked: (readonly string[])[] = []
  const root = await tempFolder()
  const { images, elsewhere, files, sha256s } = await checkOut(
    storeOf(base, one, two, umlaut, caption),
    'ann',
    root,
    null,
    new AbortController().signal,
    async (listed) => {
      asked.push(listed.map(({ key }) => key))
      return new Map([['actors/ann/training_data/ann_1.jpg', 'known']])
    },
  )
  // A file system may store the third name differently.
  expect(asked).toEqual([['actors/ann/training_data/ann_1.jpg', 'actors/ann/training_data/ann_2.jpg']])
  expect(read.toSorted()).toEqual(
    ['sets/actors/ann/training_data/manifest.json', base, two, umlaut, caption].toSorted(),
  )
  expect([...elsewhere]).toEqual([['ann_1.jpg', expect.objectContaining({ sha256: 'known', bytes: 1, etag: 'e' })]])
  expect(images.map(({ key }) => key.slice(-9))).toEqual(expect.arrayContaining(['ann_2.jpg']))
  expect([images.length, sha256s.length, files.size]).toEqual([2, 4, 4])
  const stood = await stat(join(root, 'actors/ann/training_data/ann_1.jpg'))
  expect([stood.size, stood.mode & 0o777]).toEqual([1, 0])
})
