import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import { checkOut, storedActors } from '../../../../src/main/fleet/store/check-out.ts'
import { tempFolder } from '../../library/temp-library.ts'

/** A store in which nothing but these keys is. */
function storeOf(...keys: readonly string[]) {
  const bucket = {
    async get(key: string) {
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
