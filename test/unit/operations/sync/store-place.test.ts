import { mkdir, realpath, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { assertStoreOutside } from '../../../../src/main/operations/sync/store-place.ts'
import { tempFolder } from '../../storage/support.ts'

async function setup() {
  const dir = await realpath(await tempFolder())
  const root = join(dir, 'library')
  await mkdir(join(root, 'actors/bo'), { recursive: true })
  const context = { layout: { root, actorsDir: join(root, 'actors') }, folders: new Map() }
  return { dir, root, check: (path: string) => assertStoreOutside(context as never, pathToFileURL(path).href) }
}

test('a store that is the library or lies among its actors is refused, also behind a link', async () => {
  const { dir, root, check } = await setup()
  await symlink(root, join(dir, 'link'))
  for (const path of [root, join(root, 'actors'), join(root, 'actors/new'), join(root, '.evencast'), join(dir, 'link')])
    await expect(check(path), path).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining(`Choose a folder outside ${root}.`),
    })
})

test('a store beside the library, above it or in a folder of its own in it is taken', async () => {
  const { dir, root, check } = await setup()
  for (const path of [join(dir, 'mirror'), dir, join(root, 'mirror'), join(root, 'actors-mirror')]) await check(path)
})
