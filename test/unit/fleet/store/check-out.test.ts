import { expect, test } from 'vitest'
import { storedActors } from '../../../../src/main/fleet/store/check-out.ts'

/** A store in which nothing but these keys is. */
function storeOf(...keys: readonly string[]) {
  const bucket = {
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
