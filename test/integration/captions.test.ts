import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { captionProcedures } from '../../src/main/operations/edit/caption-procedures.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { windowOf } from '../support/window.ts'

const ALL = { only: 'all', form: 'prose', filenames: null, dryRun: false } as const

test('captions are written, found, changed, mended and taken back to the byte', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['anna'], images: 3 })
  const dir = join(root, 'actors/anna/training_data')
  const own = '\uFEFFa woman I know\nby myself\n'
  await writeFile(join(dir, 'anna_1.txt'), own)
  await writeFile(join(dir, 'anna_2.json'), '{"caption": "a woman", "score": 7}')
  await using core = await testCore(join(folder.path, 'config'))
  const opened = await core.open(root)
  const { captions } = opened
  const window = windowOf(opened)

  const listed = await captions.list('all')
  expect(listed.map(({ captioned }) => [captioned.caption?.text, captioned.caption?.by])).toEqual([
    ['a woman I know\nby myself', 'import'],
    ['a woman', 'import'],
    [undefined, undefined],
  ])

  const written = await captions.change('all', { ...ALL, change: { kind: 'template', template: '' }, only: 'missing' })
  expect(written.map(({ captioned, by }) => [captioned.image.filename, by])).toEqual([['anna_3.jpg', 'template']])
  expect(await readFile(join(dir, 'anna_3.txt'), 'utf8')).toContain('ohwx')

  await captions.change('all', {
    ...ALL,
    change: { kind: 'replace', find: 'woman', by: 'queen', regex: false, ignoreCase: false },
  })
  expect(JSON.parse(await readFile(join(dir, 'anna_2.json'), 'utf8'))).toEqual({ caption: 'a queen', score: 7 })
  const entries = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')).images
  expect(entries[0]).toMatchObject({ caption_by: 'human' })

  expect(await captions.fix('all', { form: 'prose' }, null)).toBeGreaterThan(0)
  expect(await readFile(join(dir, 'anna_1.txt'), 'utf8')).toBe('ohwx, a queen I know by myself')

  for (let step = window.history.view(); step.undo; step = window.history.view()) await window.history.undo()
  expect(await readFile(join(dir, 'anna_1.txt'), 'utf8')).toBe(own)
  expect(await readFile(join(dir, 'anna_2.json'), 'utf8')).toBe('{"caption": "a woman", "score": 7}')
  expect(await readdir(dir)).not.toContain('anna_3.txt')
})

test('an expression that would take years is stopped in its thread, and nothing is written', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['anna'], images: 1 })
  const file = join(root, 'actors/anna/training_data/anna_1.txt')
  const text = `${'a'.repeat(40)}!`
  await writeFile(file, text)
  await using core = await testCore(join(folder.path, 'config'))
  const { captions } = await core.open(root)
  await captions.list('all')
  const replacing = (find: string, dryRun: boolean) =>
    captions.change('all', {
      ...ALL,
      dryRun,
      change: { kind: 'replace', find, by: 'b', regex: true, ignoreCase: false },
    })
  await expect(replacing('(a+)+$', true)).rejects.toThrow('This expression takes too long: (a+)+$.')
  expect(await readFile(file, 'utf8')).toBe(text)
  await replacing('a+', false)
  expect(await readFile(file, 'utf8')).toBe('b!')
})

test('a model or a template never writes over what a person wrote', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['anna'], images: 1 })
  await using core = await testCore(join(folder.path, 'config'))
  const { captions } = await core.open(root)
  await captions.change('all', { ...ALL, change: { kind: 'set', text: 'mine' } })
  const edits = await captions.change('all', { ...ALL, change: { kind: 'template', template: '' }, only: 'sparing' })
  expect(edits).toEqual([])
})

test('an image made out of another one is not captioned by the view and place that its prompt asked for', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['anna'], images: 2 })
  const made = { type: 'bw_stylized', source: 'generated', prompt_id: 'bw-09' }
  const images = [
    { filename: 'anna_1.jpg', ...made, derived_from: 'anna_base.jpg' },
    { filename: 'anna_2.jpg', ...made },
  ]
  const manifest = JSON.stringify({ version: 1, actor_id: 'anna', images })
  await writeFile(join(root, 'actors/anna/training_data/manifest.json'), manifest)
  await using core = await testCore(join(folder.path, 'config'))
  const { captions } = await core.open(root)
  const [derived, asked] = await captions.change('all', { ...ALL, change: { kind: 'template', template: '' } })
  expect(derived).toMatchObject({ by: 'template', after: 'a black and white halftone print of ohwx character' })
  expect(asked).toMatchObject({ by: 'prompt', after: expect.stringContaining('lit by') })
})

test('what another program wrote meanwhile stops an undo', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['anna'], images: 1 })
  await using core = await testCore(join(folder.path, 'config'))
  const opened = await core.open(root)
  const { captions } = opened
  const window = windowOf(opened)
  await captions.change('all', { ...ALL, change: { kind: 'set', text: 'mine' } })
  const file = join(root, 'actors/anna/training_data/anna_1.txt')
  await writeFile(file, 'somebody else’s')
  await expect(window.history.undo()).rejects.toThrow(/anna_1\.txt was changed by another app/)
  expect(await readFile(file, 'utf8')).toBe('somebody else’s')
})

test('filters find captions wherever they lie, as soon as they are written, and no longer than they are there', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['anna'], images: 3 })
  const dir = join(root, 'actors/anna/training_data')
  await writeFile(join(dir, 'anna_1.txt'), 'a woman in a Red Hat')
  await writeFile(join(dir, 'metadata.jsonl'), '{"file_name": "anna_2.jpg", "text": "a woman, reading"}\n')
  await using core = await testCore(join(folder.path, 'config'))
  const opened = await core.open(root)
  await opened.parts.indexed
  const { search, context } = opened.parts
  const names = async (filter: string) => {
    const { ids } = await search.search({ filter, sort: { by: 'name', descending: false }, offset: 0, limit: 9 })
    return context.catalog.summaries.byIds(ids.map(Number)).map(({ filename }) => filename)
  }
  expect(await names('caption:"red hat"')).toEqual(['anna_1.jpg'])
  expect(await names('caption:reading words:<5')).toEqual(['anna_2.jpg'])
  expect(await names('caption:none')).toEqual(['anna_3.jpg'])

  await opened.captions.change('all', { ...ALL, change: { kind: 'prefix', text: 'ohwx' } })
  expect(await names('caption:ohwx')).toEqual(['anna_1.jpg', 'anna_2.jpg', 'anna_3.jpg'])
  const tags = { kind: 'set', text: 'ohwx, woman, rain' } as const
  await opened.captions.change('all', { ...ALL, filenames: new Set(['anna_3.jpg']), change: tags })
  expect(await captionProcedures.tags(opened.parts, undefined, {})).toEqual(
    ['ohwx', 'rain', 'woman'].map((tag) => ({ tag, count: 1 })),
  )
  const { history } = windowOf(opened)
  while (history.view().undo) await history.undo()
  await rm(join(dir, 'anna_1.txt'))
  await expect.poll(() => names('caption:"red hat"')).toEqual([])
})

test('what another app wrote meanwhile is not overwritten, and only tidying rewrites bytes', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['anna'], images: 2 })
  const file = (n: number) => join(root, `actors/anna/training_data/anna_${n}.txt`)
  const bytes = Buffer.from('\uFEFFa woman at sea', 'utf16le')
  await writeFile(file(1), bytes)
  await writeFile(file(2), 'before')
  const images = [{ filename: 'anna_2.jpg', classified_by: 'human', verdict: 'reject' }]
  const manifest = JSON.stringify({ version: 1, actor_id: 'anna', images })
  await writeFile(join(root, 'actors/anna/training_data/manifest.json'), manifest)
  await using core = await testCore(join(folder.path, 'config'))
  const { captions } = await core.open(root)
  const set = (text: string, over: string) =>
    captions.change('all', { ...ALL, filenames: new Set(['anna_2.jpg']), change: { kind: 'set', text, over } })

  await writeFile(file(2), 'theirs')
  await expect(set('mine', 'before')).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await readFile(file(2), 'utf8')).toBe('theirs')
  await set('mine', 'theirs')
  expect(await readFile(file(2), 'utf8')).toBe('mine')

  const replace = { kind: 'replace', find: '(', by: '', regex: true, ignoreCase: false } as const
  expect(await captions.change('all', { ...ALL, change: replace })).toEqual([])
  expect(await readFile(file(1))).toEqual(bytes)
  const spared = await captions.change('all', { ...ALL, change: { kind: 'clear' }, dryRun: true, sparesRejected: true })
  expect(spared.map(({ captioned }) => captioned.image.filename)).toEqual(['anna_1.jpg'])
  await captions.change('all', { ...ALL, change: { kind: 'tidy' } })
  expect(await readFile(file(1), 'utf8')).toBe('a woman at sea')
})
