import { mkdir, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recognise } from '../../../src/main/library/open.ts'
import { claimLibrary } from '../../../src/main/library/presence.ts'
import { scanActor } from '../../../src/main/library/scan.ts'
import { tempFolder, tempLibrary } from './temp-library.ts'

test('a scan tells names in order, sizes and times, the manifest and the base image', async () => {
  const { actor } = await tempLibrary()
  await symlink(join(actor.imagesDir, 'bo_1.jpg'), join(actor.imagesDir, 'bo_3.jpg'))
  const scan = await scanActor(actor)
  expect(scan.images.map(({ filename, bytes }) => [filename, bytes])).toEqual([
    ['bo_1.jpg', 3],
    ['bo_2.jpg', 3],
    ['bo_10.jpg', 3],
  ])
  expect(scan.images[0]?.mtimeNs).toMatch(/^\d{19}$/)
  expect(scan.base).toMatchObject({ file: join(actor.baseDir, 'bo_base.png'), bytes: 4 })
  expect(scan.base?.stamp).toMatch(/^4:\d{19}$/)
  expect(scan.manifestStamp).toBeNull()
  expect(scan.skipped).toEqual([{ reason: 'link', count: 1, names: ['bo_3.jpg'] }])
  expect(scan.others.toSorted()).toEqual(['bo_3.jpg', 'notes.txt'])
})

test('an empty folder is empty', async () => {
  const { actor } = await tempLibrary({ 'actors/bo/base_image/bo_base.png': '' })
  expect((await scanActor(actor)).images).toEqual([])
})

test('a removed actor is NOT_FOUND', async () => {
  const { actor } = await tempLibrary()
  await rm(actor.dir, { recursive: true })
  await expect(scanActor(actor)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a library that vanished is UNAVAILABLE, never empty', async () => {
  const { actor, root } = await tempLibrary()
  await rename(root, `${root}-away`)
  await expect(scanActor(actor)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await rename(`${root}-away`, root)
  expect((await scanActor(actor)).images).toHaveLength(3)
})

test('the empty mount point that a pulled drive leaves is UNAVAILABLE too', async () => {
  const root = await tempFolder({ 'x.jpg': '' })
  const layout = await recognise(root)
  await claimLibrary(layout.root)
  await rm(layout.root, { recursive: true })
  await mkdir(layout.root)
  const [actor] = layout.actors
  await expect(scanActor(actor!)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test('a manifest that is a link is refused, also one that leads nowhere', async () => {
  const { actor } = await tempLibrary()
  for (const target of [join(actor.imagesDir, 'notes.txt'), 'nowhere.json']) {
    await symlink(target, actor.manifestFile)
    await expect(scanActor(actor)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('manifest.json is a link or no regular file'),
    })
    await rm(actor.manifestFile)
  }
})
