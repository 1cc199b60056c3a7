import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { WHOLE } from '../../src/main/domain/crop.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { windowOf } from '../support/window.ts'

const folder = await temporaryFolder()
afterAll(() => folder[Symbol.asyncDispose]())
let count = 0

async function opened(manifest?: object, actors: readonly string[] = ['anna']) {
  const root = join(folder.path, `library-${(count += 1)}`)
  await writeLibrary(root, { actors: [...actors], images: 3 })
  const file = join(root, 'actors/anna/training_data/manifest.json')
  if (manifest) await writeFile(file, `${JSON.stringify(manifest, null, 1)}\n`)
  const core = await testCore(join(folder.path, `config-${count}`))
  const notices: string[] = []
  core.onNotice(({ message }) => notices.push(message))
  const library = await core.open(root)
  return {
    core,
    notices,
    library,
    root,
    file,
    window: windowOf(library),
    entries: async () => JSON.parse(await readFile(file, 'utf8')).images,
  }
}

const left = { ...WHOLE, width: 0.5 }

test('a crop is written beside its image, shown, exported, and taken back to the byte', async () => {
  const before = {
    version: 1,
    actor_id: 'anna',
    updated_at: 'x',
    mine: [1],
    images: [{ filename: 'anna_1.jpg', note: 'kept' }],
  }
  const { core, library, window, file, entries, root } = await opened(before)
  const bytes = await readFile(file, 'utf8')
  const original = await readFile(join(root, 'actors/anna/training_data/anna_1.jpg'))
  await library.status()
  await library.crops.change('anna', {
    way: { kind: 'box', rect: { x: 0, y: 0, width: 0.5, height: 1 } },
    filenames: ['anna_1.jpg'],
    dryRun: false,
  })
  expect((await entries())[0]).toMatchObject({ filename: 'anna_1.jpg', note: 'kept', crop: left })
  const [image] = window.images('anna')
  expect(image?.crop).toEqual(left)
  const { width, height } = await sharp(original).metadata()
  const shownAt = async (url: string) => {
    const answer = await core.fetch(new Request(`http://x${url}`))
    return sharp(Buffer.from(await answer.arrayBuffer())).metadata()
  }
  expect(await shownAt(image?.fullUrl ?? '')).toMatchObject({ width: Math.round(width / 2), height })
  expect(await shownAt(`${image?.fullUrl}&whole=1`)).toMatchObject({ width, height })
  const thumb = await shownAt(`${image?.thumbUrl}&size=256`)
  expect((thumb.width ?? 0) / (thumb.height ?? 1)).toBeCloseTo(width / 2 / height, 1)

  const [exported] = await library.export(['anna'], { trainer: 'kohya', to: join(root, 'out') })
  expect(exported?.exported?.lock.images.map(({ width: wide }) => wide)).toEqual([Math.round(width / 2), width, width])
  expect(exported?.exported?.lock.images[0]?.crop).toEqual(left)
  expect(await readFile(join(root, 'actors/anna/training_data/anna_1.jpg')), 'the file stays as it is').toEqual(
    original,
  )

  expect(window.history.view().undo).toMatchObject({ kind: 'crop', name: 'Cropped 1 image' })
  await window.history.undo()
  expect(await readFile(file, 'utf8')).toBe(bytes)
  await window.history.redo()
  expect((await entries())[0]).toMatchObject({ crop: left })
  await core.close()
})

test('a crop goes where its image goes, and comes back with it', async () => {
  const { core, library, window, entries, root } = await opened(undefined, ['anna', 'bert'])
  await library.crops.change('anna', { way: { kind: 'ratio', ratio: 0.75 }, filenames: null, dryRun: false })
  const images = window.images('anna')
  const [first, second] = images
  expect(first?.crop).not.toBeNull()
  await window.moveToActor({ imageIds: [first?.imageId ?? ''], actorId: 'bert' })
  const there = JSON.parse(await readFile(join(root, 'actors/bert/training_data/manifest.json'), 'utf8')).images
  expect(there.find(({ crop }: { crop?: unknown }) => crop)).toMatchObject({ crop: first?.crop })
  await window.trashImages([second?.imageId ?? ''])
  expect(await entries()).toHaveLength(1)
  await window.history.undo()
  await window.history.undo()
  expect(await entries()).toMatchObject(images.map(({ filename, crop }) => ({ filename, crop })))
  await core.close()
})

test('one that is not understood is a warning and stays, letter by letter', async () => {
  const odd = { left: 1.5, top: 2 }
  const { core, library, notices, window, file, entries } = await opened({
    version: 1,
    actor_id: 'anna',
    updated_at: '',
    images: [
      { filename: 'anna_1.jpg', crop: odd },
      { filename: 'anna_2.jpg', crop: null },
    ],
  })
  await library.status()
  expect(notices.join()).toContain('a crop of anna_1.jpg that is not understood')
  const [image, second] = window.images('anna')
  expect([image?.crop, second?.crop]).toEqual([null, null])
  await window.flag([image?.imageId ?? ''], true)
  expect((await entries())[0]).toMatchObject({ crop: odd, flagged: true })
  const bytes = await readFile(file, 'utf8')
  await window.setCrops([{ imageId: image?.imageId ?? '', crop: left }])
  expect((await entries())[0]).toMatchObject({ crop: left })
  await window.history.undo()
  expect(await readFile(file, 'utf8')).toBe(bytes)
  await window.setCrops([{ imageId: image?.imageId ?? '', crop: null }])
  expect((await entries())[0], 'nothing to remove').toMatchObject({ crop: odd })
  await core.close()
})

test('borders are found and cut off, and what draws the eye is kept', async () => {
  const { core, library, root, window } = await opened()
  const file = join(root, 'actors/anna/training_data/anna_1.jpg')
  const noise = {
    create: { width: 400, height: 300, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  } as const
  const inner = await sharp({ ...noise, create: { ...noise.create, background: '#888' } })
    .png()
    .toBuffer()
  await sharp(inner).extend({ top: 80, bottom: 80, background: '#000' }).jpeg({ quality: 95 }).toFile(file)
  const [found] = await library.crops.change('anna', {
    way: { kind: 'borders' },
    filenames: ['anna_1.jpg'],
    dryRun: true,
  })
  expect(found?.after?.y).toBeCloseTo(80 / 460, 1)
  expect(found?.after?.height).toBeCloseTo(300 / 460, 1)
  expect(window.history.view().undo, 'a dry run changes nothing').toBeNull()
  const issuesOf = () => window.images('anna')[0]?.issues.map(({ key }) => key)
  expect(issuesOf()).toContain('borders')
  await library.crops.change('anna', { way: { kind: 'borders' }, filenames: ['anna_1.jpg'], dryRun: false })
  expect(issuesOf(), 'cropped').not.toContain('borders')
  await window.history.undo()
  expect(issuesOf()).toContain('borders')
  const [subject] = await library.crops.change('anna', {
    way: { kind: 'subject', ratio: 0.75 },
    filenames: ['anna_1.jpg'],
    dryRun: false,
  })
  expect((subject?.size?.width ?? 0) / (subject?.size?.height ?? 1)).toBeCloseTo(0.75, 1)
  expect(subject?.after?.y).toBeGreaterThan(0.15)
  await expect(
    library.crops.change('anna', { way: { kind: 'clear' }, filenames: ['anna_9.jpg'], dryRun: false }),
  ).rejects.toThrow(/anna has no image anna_9\.jpg/)
  await core.close()
})
