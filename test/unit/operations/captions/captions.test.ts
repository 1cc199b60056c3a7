import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lintCaptions } from '../../../../src/main/domain/caption/lint.ts'
import { captionRows, lintRows } from '../../../../src/main/operations/captions/caption-report.ts'
import { captionsOf } from '../../../../src/main/operations/captions/captions-of.ts'
import { rememberCaptions, rememberWritten } from '../../../../src/main/operations/captions/remember-captions.ts'
import { writtenCaption } from '../../../../src/main/operations/captions/due-captions.ts'
import { editingContext } from '../../../support/editing-context.ts'
import { pictures } from '../../../support/opened-context.ts'

const setup = () =>
  editingContext({
    ...pictures(['photo 1', 'photo 2', 'bw 3']),
    'actors/bo/training_data/bo_1.txt': 'bo, a man on a bridge',
    'actors/bo/training_data/bo_3.txt': 'bo, a photo of a man',
  })

test('each image has the caption that lies beside it, and none where there is none', async () => {
  const { context, root } = await setup()
  const texts = async () =>
    (await captionsOf(context, 'bo')).map(({ image, caption }) => [image.filename, caption?.text ?? null])
  expect(await texts()).toEqual([
    ['bo_1.jpg', 'bo, a man on a bridge'],
    ['bo_2.jpg', null],
    ['bo_3.jpg', 'bo, a photo of a man'],
  ])
  await writeFile(join(root, 'actors/bo/training_data/bo_1.txt'), 'changed outside')
  expect((await texts())[0]).toEqual(['bo_1.jpg', 'changed outside'])
})

test('what is written while captions are read is not made unfindable by what was read', async () => {
  const { context } = await setup()
  const { captions } = context.catalog
  const known = () => captions.ofActor('bo').map(({ text }) => text)
  const before = captions.ofActor('bo')
  const found = await captionsOf(context, 'bo')
  await rememberWritten(context, 'bo', [{ filename: 'bo_1.jpg', text: 'written meanwhile' }])
  await rememberCaptions(context, before, found, { embedded: true })
  expect(known()).toEqual(['written meanwhile', 'bo, a photo of a man'])
  await rememberCaptions(context, captions.ofActor('bo'), found, { embedded: true })
  expect(known()).toEqual(['bo, a man on a bridge', 'bo, a photo of a man'])
})

test('lint names what is missing and what contradicts the style, and names the images', async () => {
  const { context } = await setup()
  const rows = await captionRows(context, 'bo', async (texts) => texts.map((text) => text.length))
  const found = await lintRows(context, 'bo', rows, {
    form: 'prose',
    trigger: 'bo',
    lint: async (input) => lintCaptions(input),
  })
  expect(found).toMatchObject([
    { rule: 'cap-missing', filenames: ['bo_2.jpg'] },
    { rule: 'style-contradicts', filenames: ['bo_3.jpg'] },
  ])
})

test.each([
  ['the prompt is enough', { fromPrompt: 'from a prompt', answered: 'from a model', trigger: 'bo' }, 'from a prompt'],
  ['nobody was asked yet', { fromPrompt: null, answered: null, trigger: 'bo' }, null],
  ['the model declined', { fromPrompt: null, answered: '', trigger: 'bo' }, null],
  ['the model answered', { fromPrompt: null, answered: 'hat, smile', trigger: 'bo' }, 'bo, smile'],
])('%s', (_, due, text) => {
  expect(writtenCaption(due, ['hat'])).toBe(text)
})
