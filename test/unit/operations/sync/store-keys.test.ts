import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recognise } from '../../../../src/main/library/open.ts'
import { createKeyed, keyOf } from '../../../../src/main/operations/sync/store-keys.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

test('keys name images, base images, manifests and what belongs to images, of actors here and of new ones', async () => {
  const { context, root } = await openedContext(pictures(['photo 1']))
  const keyed = createKeyed(context as never)
  const kindOf = (key: string) => keyed(key)?.kind ?? null
  expect(kindOf('actors/bo/training_data/bo_1.jpg')).toBe('image')
  expect(kindOf('actors/bo/training_data/bo_1.txt')).toBe('sidecar')
  expect(kindOf('actors/bo/training_data/manifest.json')).toBe('manifest')
  expect(kindOf('actors/bo/base_image/bo_base.png')).toBe('base')
  expect(keyed('actors/new/training_data/new_1.jpg')).toMatchObject({ actorId: 'new', kind: 'image' })
  expect(keyOf(context as never, `${root}/actors/bo/training_data/bo_1.jpg`)).toBe('actors/bo/training_data/bo_1.jpg')
})

test.each([
  '../evil.jpg',
  'actors/../../evil.jpg',
  '/etc/passwd',
  'actors/bo/training_data/../../x.jpg',
  'actors/bo/training_data/sub/x.jpg',
  'actors/.hidden/training_data/x.jpg',
  'actors/bo/training_data/catalog.db',
  'actors/bo/notes.md',
  '.evencast/catalog.db',
  'action_plans/bo_action_plan.json',
  'actors//training_data/x.jpg',
  'actors\\bo\\x.jpg',
  'actors/bo/training_data/nul.jpg',
  `actors/bo/training_data/${'x'.repeat(252)}.jpg`,
  `actors/bo/${'training_data/'.repeat(90)}x.jpg`,
  '/x.jpg',
])('%s is none of the library’s', async (key) => {
  const { context } = await openedContext(pictures(['photo 1']))
  expect(createKeyed(context as never)(key)).toBeNull()
})

test('what the ignore file leaves out stays in the store as it is', async () => {
  const { context } = await openedContext({ ...pictures(['photo 1']), '.evencastignore': 'bo_2.*\n' })
  const keyed = createKeyed(context as never)
  expect(keyed('actors/bo/training_data/bo_2.jpg')).toBeNull()
  expect(keyed('actors/bo/training_data/bo_1.jpg')).not.toBeNull()
})

test.each(['actors/zoe/\n', 'zoe\n', 'actors/z*\n'])(
  'an actor that the ignore file leaves out is no new one: %j',
  async (rules) => {
    const { context } = await openedContext({ ...pictures(['photo 1']), '.evencastignore': rules })
    const keyed = createKeyed(context as never)
    expect(keyed('actors/zoe/training_data/zoe_1.jpg')).toBeNull()
    expect(keyed('actors/zoe/training_data/manifest.json')).toBeNull()
    expect(keyed('actors/new/training_data/new_1.jpg')).not.toBeNull()
  },
)

test.each(['bo', 'bo/training_data'])(
  'a link to %s is no new actor: its files would come to be those of bo',
  async (to) => {
    const { context, root } = await openedContext(pictures(['photo 1']))
    await symlink(to, join(root, 'actors/again'))
    context.takeOver(await recognise(root))
    const keyed = createKeyed(context as never)
    expect(keyed('actors/again/training_data/bo_1.jpg')).toBeNull()
    expect(keyed('actors/again/base_image/bo_base.png')).toBeNull()
    expect(keyed('actors/again/actor.json')).toBeNull()
    expect(keyed('actors/bo/training_data/bo_1.jpg')).not.toBeNull()
    expect(keyed('actors/new/training_data/new_1.jpg')).not.toBeNull()
  },
)
