import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, afterAll, expect, test } from 'vitest'
import { testCore } from '../support/core.ts'
import { photograph, temporaryFolder } from '../support/library.ts'
import { command } from '../support/terminal.ts'
import { startFileServer, tinyFiles, tinyPacks } from '../support/tiny-models.ts'

const files = tinyFiles()
const shared = new AsyncDisposableStack()
const set = {} as {
  readonly folder: string
  readonly root: string
  readonly configDir: string
  readonly server: Awaited<ReturnType<typeof startFileServer>>
}

/** Makes a photograph in which a colour dominates. */
const picture = async (seed: number, [red, green, blue]: readonly [number, number, number]): Promise<Buffer> =>
  sharp(await photograph(seed))
    .linear([red, green, blue], [0, 0, 0])
    .jpeg({ quality: 90 })
    .toBuffer()

const COLOURS = { 1: [1.7, 0.4, 0.4], 2: [0.4, 0.4, 1.7], 3: [1.7, 0.5, 0.3], 4: [0.4, 1.7, 0.4] } as const

beforeAll(async () => {
  const { path: folder } = shared.use(await temporaryFolder())
  const server = shared.use(await startFileServer(files))
  const root = join(folder, 'library')
  const actor = join(root, 'actors/ada')
  await mkdir(join(actor, 'base_image'), { recursive: true })
  await mkdir(join(actor, 'training_data'))
  await writeFile(join(actor, 'base_image/ada_base.jpg'), await picture(9, [1.6, 0.4, 0.5]))
  for (const [n, colour] of Object.entries(COLOURS))
    await writeFile(join(actor, `training_data/ada_${n}.jpg`), await picture(Number(n), colour))
  const images = Object.keys(COLOURS).map((n) => ({ filename: `ada_${n}.jpg`, type: 'photorealistic' }))
  await writeFile(join(actor, 'training_data/manifest.json'), JSON.stringify({ version: 1, actor_id: 'ada', images }))
  Object.assign(set, { folder, root, configDir: join(folder, 'config'), server })
})
afterAll(() => shared.disposeAsync())

const sort = { by: 'similarity', descending: false } as const

test('models are offered with size, licence and source; installed, they see; offline they go on; removed, nothing is left', async () => {
  const packs = tinyPacks(files, set.server.url)
  await using core = await testCore(set.configDir, { packs })
  const before = await core.models.list()
  expect(before).toMatchObject([
    { id: 'pictures', state: 'absent', licence: 'none', source: set.server.url, bytesOnDisk: 0 },
    { id: 'faces', state: 'absent' },
  ])
  expect(set.server.asked).toEqual([])
  const library = await core.open(set.root)
  await library.evaluate('ada')
  const search = async (filter: string) => {
    const { ids } = await library.parts.search.search({ filter, sort, offset: 0, limit: 10 })
    const { context } = library.parts
    return context.catalog.summaries.byIds(ids.map(Number)).map(({ filename }) => filename)
  }
  await expect(search('like:red')).rejects.toThrow('Search by words')

  const heard: string[] = []
  core.subscribe((event) => event.type === 'models' && heard.push(...event.models.map(({ state }) => state)))
  await core.models.install('pictures')
  await core.models.install('faces')
  expect(heard).toContain('installing')
  expect(await core.models.list()).toMatchObject([{ state: 'installed' }, { state: 'installed' }])
  expect(await readdir(join(set.configDir, 'models'))).toHaveLength(2)

  // No more requests are sent from here on.
  const requests = set.server.asked.length
  const report = await library.evaluate('ada')
  const identity = report.images.filter(({ quality_issues: keys }) => keys.includes('identity_mismatch'))
  expect(identity.map(({ filename }) => filename)).toEqual(['ada_2.jpg', 'ada_4.jpg'])
  const summaries = library.parts.context.catalog.summaries.ofActor('ada')
  expect(summaries.map(({ person }) => person)).toEqual([1, 2, 1, 3])
  expect(await search('like:red')).toEqual(expect.arrayContaining(['ada_1.jpg', 'ada_3.jpg']))
  expect((await search('like:blue'))[0]).toBe('ada_2.jpg')
  expect(await search('like:ada_1.jpg')).toEqual(['ada_1.jpg', 'ada_3.jpg'])
  expect(await search('like:red -like:ada_1.jpg')).not.toContain('ada_1.jpg')
  expect(await search('face:<0.15')).toEqual(['ada_2.jpg', 'ada_4.jpg'])
  expect(await search('person:2')).toEqual(['ada_2.jpg'])
  expect(await library.parts.search.count(['like:green', 'person:1'])).toEqual([1, 2])
  expect(set.server.asked).toHaveLength(requests)

  // A crop is placed around the face, which this network finds in the middle of every picture.
  const wide = async () =>
    library.crops.change('ada', { way: { kind: 'subject', ratio: 0.5 }, filenames: ['ada_1.jpg'], dryRun: true })
  const [cropped] = await wide()
  expect((cropped?.after?.x ?? 0) + (cropped?.after?.width ?? 0) / 2).toBeCloseTo(0.5, 2)

  await core.models.remove('faces')
  await core.models.remove('pictures')
  expect(await readdir(join(set.configDir, 'models'))).toEqual([])
  const after = await library.evaluate('ada')
  expect(after.images.flatMap(({ quality_issues: keys }) => keys)).not.toContain('identity_mismatch')
})

test('a broken download is kept and gone on with after a restart; a wrong file is a notice, and nothing is installed', async () => {
  const configDir = join(set.folder, 'second')
  const packs = tinyPacks(files, set.server.url)
  set.server.state.cutAfter = 500
  {
    await using core = await testCore(configDir, { packs })
    await expect(core.models.install('faces')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(await core.models.list()).toMatchObject([{}, { state: 'partial' }])
  }
  set.server.state.cutAfter = null
  const [face] = packs.faces.files
  const wrong = {
    ...packs,
    pictures: { ...packs.pictures, files: packs.pictures.files.map((file) => ({ ...file, sha256: 'cd'.repeat(32) })) },
  }
  await using core = await testCore(configDir, { packs: wrong })
  await core.models.install('faces')
  expect(set.server.asked.at(-1)).toMatchObject({
    path: `/${face?.name}`,
    range: expect.stringMatching(/bytes=\d{3,}-/),
  })
  const notice = new Promise<string>((resolve) => core.onNotice(({ message }) => resolve(message)))
  await core.installModel('pictures')
  expect(await notice).toContain('checksum')
  expect(await core.models.list()).toMatchObject([{ state: 'absent' }, { state: 'installed' }])
})

test('the command line says what a model is before it fetches anything, and takes files from a folder', async () => {
  const configDir = join(set.folder, 'third')
  const env = {}
  const listed = await command(['models', 'list', '--json'], { configDir, env })
  expect(JSON.parse(listed.stdout)).toMatchObject([
    { id: 'pictures', state: 'absent', bytes: 153_621_508, licence: expect.stringContaining('MIT') },
    { id: 'faces', state: 'absent', bytes: 28_615_417, licence: expect.stringContaining('VGGFace2') },
  ])
  const unasked = await command(['models', 'install', 'faces'], { configDir, env })
  expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('Add --yes to install BlazeFace') })
  const wrong = join(set.folder, 'empty')
  await mkdir(wrong)
  const failed = await command(['models', 'install', 'faces', '--yes', '--from', wrong], { configDir, env })
  expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no human-3.3.6.tgz') })
  expect(await command(['models', 'install', 'ears'], { configDir, env })).toMatchObject({ code: 2 })
  expect(await command(['models', 'remove', 'faces'], { configDir, env })).toMatchObject({ code: 0 })
})
