import { expect, test } from 'vitest'
import type { Opinion } from '../../../../src/main/domain/opinion.ts'
import type { ActorInBrief } from '../../../../src/main/evaluation/vision-evaluator.ts'
import { classify } from '../../../../src/main/operations/edit/classify.ts'
import { checkAtMostUsd, checkPriceUsd, quoteVision } from '../../../../src/main/operations/vision/quote.ts'
import { dueImages } from '../../../../src/main/operations/vision/due-images.ts'
import { editingContext } from '../../../support/editing-context.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

/** A cent per image, at most three, half of that by batch. */
const MODEL = {
  id: 'test:model@1',
  model: 'model',
  detailLevel: 'sheet',
  server: 'test',
  takesBatches: true,
  estimate(actors: readonly ActorInBrief[], { batch = false } = {}) {
    const images = actors.reduce((sum, actor) => sum + actor.images.length, 0)
    const usd = images * (batch ? 0.005 : 0.01)
    return { images, requests: actors.length, usd, atMost: { usd: images * 0.0301 } }
  },
} as never

const SET = pictures(['photo 1', 'doubtful 2', 'nonsense', 'photo 4'])
const OPINION = { style: 'photorealistic', open: false } as unknown as Opinion

test('without a vision model there is no quote and nothing is due', async () => {
  const { context } = await openedContext(SET)
  expect(await quoteVision(context, ['bo'])).toBeNull()
  expect(dueImages(context, 'bo')).toEqual({ due: [], unread: 0, known: 0, waiting: 0 })
  expect(checkPriceUsd(context)).toBeNull()
})

test('asked about is what pixels do not reject, no human has placed and the model has not said before', async () => {
  const { context, editing, idOf } = await editingContext(SET, { vision: MODEL })
  const names = () => dueImages(context, 'bo').due.map(({ filename }) => filename)
  expect(names()).toEqual(['bo_1.jpg', 'bo_2.jpg', 'bo_4.jpg'])
  await classify(editing, [idOf('bo_2.jpg')], 'color_stylized')
  const { sha256 } = context.catalog.images.byName('bo', 'bo_1.jpg')!
  context.catalog.opinions.put(sha256!, 'test:model@1', context.catalog.actors.get('bo')!.baseSha256, OPINION)
  expect(names()).toEqual(['bo_4.jpg'])
  expect(dueImages(context, 'bo')).toMatchObject({ known: 1, unread: 0, waiting: 0 })
})

test('the quote says what it costs, at most, and by batch, rounded up to whole cents', async () => {
  const { context } = await editingContext(SET, { vision: MODEL })
  expect(await quoteVision(context, ['bo', 'gone'])).toMatchObject({
    images: 3,
    requests: 1,
    known: 0,
    usd: 0.03,
    atMostUsd: 0.1,
    batchUsd: 0.015,
    evaluator: 'test:model@1',
  })
  expect(checkPriceUsd(context)).toBe(0.01)
  expect(checkAtMostUsd(context)).toBeCloseTo(0.0301)
})
