import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PlanQuestion } from '../../../../../src/renderer/src/views/plan/PlanQuestion.tsx'

const shown = (question: string | null) =>
  renderToStaticMarkup(createElement(PlanQuestion, { question, onReview: () => {} }))

test('a model that rejects nearly everything is asked about, with the way to look at the images', () => {
  const html = shown('openai:gpt-9 rejects 19 of 20 images.')
  expect(html).toContain('openai:gpt-9 rejects 19 of 20 images.')
  expect(html).toContain('Review images')
})

test('without a question there is nothing', () => {
  expect(shown(null)).toBe('')
})
