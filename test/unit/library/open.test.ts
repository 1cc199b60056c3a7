import { mkdir, realpath, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recognise } from '../../../src/main/library/open.ts'
import { BO, tempFolder } from './temp-library.ts'

const ids = (layout: { readonly actors: readonly { readonly actorId: string }[] }) =>
  layout.actors.map((actor) => actor.actorId)

test('the library, its actors folder, one actor and its images all open the same library', async () => {
  const root = await realpath(await tempFolder({ ...BO, 'actors/al/training_data/al_1.jpg': '' }))
  const library = await recognise(root)
  expect(library).toMatchObject({ root, form: 'library', actorsDir: join(root, 'actors'), warnings: [] })
  expect(ids(library)).toEqual(['al', 'bo'])
  expect(library.actors[1]).toEqual({
    actorId: 'bo',
    root,
    dir: join(root, 'actors/bo'),
    imagesDir: join(root, 'actors/bo/training_data'),
    baseDir: join(root, 'actors/bo/base_image'),
    manifestFile: join(root, 'actors/bo/training_data/manifest.json'),
    about: null,
    ignores: expect.anything(),
  })
  expect(await recognise(join(root, 'actors'))).toMatchObject({ root, form: 'actors', actors: library.actors })
  const actor = await recognise(join(root, 'actors/bo'))
  expect(actor).toMatchObject({ root, form: 'actor', actorsDir: null, actors: [library.actors[1]] })
  expect(await recognise(join(root, 'actors/bo/training_data'))).toMatchObject({ root, actors: actor.actors })
})

test('an actor folder elsewhere is its own library', async () => {
  const root = await realpath(await tempFolder({ 'bo/training_data/bo_1.jpg': '', 'bo/base_image/bo_base.png': '' }))
  expect(await recognise(join(root, 'bo'))).toMatchObject({ root: join(root, 'bo'), name: 'bo', form: 'actor' })
})

test('any folder of image folders opens, each an actor with its images directly in it', async () => {
  const root = await realpath(
    await tempFolder({ 'al/x.png': '', 'bo/y.webp': '', 'texts/readme.txt': '', '.git/z.jpg': '' }),
  )
  const layout = await recognise(root)
  expect(layout.form).toBe('folders')
  expect(ids(layout)).toEqual(['al', 'bo'])
  expect(layout.actors[0]?.imagesDir).toBe(join(root, 'al'))
  expect(layout.actors[0]?.manifestFile).toBe(join(root, 'al/manifest.json'))
})

test('images beside image folders are named, not silently dropped', async () => {
  const layout = await recognise(await tempFolder({ 'al/x.png': '', 'stray.jpg': '' }))
  expect(layout.warnings.join()).toMatch(/1 image lies directly in .* and belongs to no actor/)
})

test('a library whose folders are all unusable says why, and not that there are no images', async () => {
  const root = await tempFolder({ 'actors/a\tb/training_data/x.jpg': '' })
  await expect(recognise(root)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringMatching(
      /^No images found in .*\. These folder names cannot be actors' names; rename them: a\tb\.$/,
    ),
  })
})

test('a folder of images is one actor', async () => {
  const root = await tempFolder({ 'bo/x.png': '', 'bo/notes/y.txt': '' })
  const layout = await recognise(join(root, 'bo'))
  expect(layout.form).toBe('images')
  expect(ids(layout)).toEqual(['bo'])
})

test('an actor with nothing but a base image is an actor', async () => {
  expect(ids(await recognise(await tempFolder({ 'actors/bo/base_image/bo_base.png': '' })))).toEqual(['bo'])
})

test('actor.json beside the images says more of the actor', async () => {
  const layout = await recognise(await tempFolder({ ...BO, 'actors/bo/actor.json': '{"name":"Bo"}' }))
  expect(layout.actors[0]?.about).toEqual({ name: 'Bo' })
})

test.each([
  ['is cut off', '{"name":'],
  ['is a list', '[]'],
  ['nests without end', '['.repeat(3000)],
  ['says NaN', '{"target":{"total":NaN}}'],
])('an actor.json that %s is kept in mind as a problem', async (_, text) => {
  const layout = await recognise(await tempFolder({ ...BO, 'actors/bo/actor.json': text }))
  expect(layout.actors[0]).toMatchObject({ about: null, aboutProblem: 'it is not a JSON object' })
})

test('links are followed inside the library only', async () => {
  const root = await tempFolder(BO)
  const outside = await tempFolder({ 'training_data/x_1.jpg': '' })
  await symlink(outside, join(root, 'actors/elsewhere'))
  await mkdir(join(root, 'more/cy/training_data'), { recursive: true })
  await symlink('../more/cy', join(root, 'actors/cy'))
  const layout = await recognise(root)
  expect(ids(layout)).toEqual(['bo', 'cy'])
  expect(layout.warnings.join()).toMatch(/links lead out.*elsewhere/)
  expect(layout.warnings.join()).toMatch(/followed: cy\./)
})

test('images belong to one actor, whatever links lead to them', async () => {
  const root = await tempFolder({ ...BO, 'actors/al/base_image/al_base.png': '', 'more/x_1.jpg': '' })
  await symlink('bo', join(root, 'actors/again'))
  await symlink('../bo/training_data', join(root, 'actors/al/training_data'))
  await symlink('../more', join(root, 'actors/more'))
  await symlink('../more', join(root, 'actors/most'))
  const layout = await recognise(root)
  expect(ids(layout)).toEqual(['bo', 'more'])
  expect(layout.warnings.join()).toMatch(/links lead to another actor's images and are left out: again, al, most\./)
  expect(layout.warnings.join()).toMatch(/followed: more\./)
})

test.each(['base_image', 'training_data'])(
  'a link does not take the images of an actor whose %s is a link',
  async (name) => {
    const root = await tempFolder({ 'actors/bo/notes.txt': '', 'pool/bo/bo_1.jpg': '' })
    if (name !== 'training_data') await mkdir(join(root, 'actors/bo/training_data'))
    await symlink('../../pool/bo', join(root, 'actors/bo', name))
    await symlink('bo', join(root, 'actors/again'))
    const layout = await recognise(root)
    expect(ids(layout)).toEqual(['bo'])
    expect([...(layout.shared ?? [])]).toEqual(['again'])
  },
)

test('a linked folder of images is of the actor that holds it, not of the one whose link sorts first', async () => {
  const root = await tempFolder({ 'actors/cy/training_data/cy_1.jpg': '', 'actors/cy/notes.txt': '', 'more/x.png': '' })
  await mkdir(join(root, 'actors/al'))
  await symlink('../cy/training_data', join(root, 'actors/al/training_data'))
  await symlink('../../more', join(root, 'actors/cy/base_image'))
  expect(ids(await recognise(root))).toEqual(['cy'])
})

test.each([
  ['nowhere', /no folder .*nowhere/],
  ['a.txt', /is a file/],
  ['empty', /No images found/],
  ['outer', /Open the library inside it: .*data/],
])('%s cannot be opened, and the sentence says why', async (name, sentence) => {
  const root = await tempFolder({ 'a.txt': '', 'outer/data/actors/bo/training_data/bo_1.jpg': '' })
  await mkdir(join(root, 'empty'))
  await expect(recognise(join(root, name))).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringMatching(sentence),
  })
})
