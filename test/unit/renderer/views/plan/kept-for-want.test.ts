import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { KeptForWant, keptReasons } from '../../../../../src/renderer/src/views/plan/KeptForWant.tsx'
import { aPlan } from '../../../../support/views.ts'

const kept = (filename: string, reason: string) =>
  ({ imageId: '7', filename, type: 'color_stylized', reason, detail: 'least sharp of 22' }) as const

test('images kept for want of better are shown as pictures, each with its reason', () => {
  const plan = aPlan({ kept: [kept('a_1.jpg', 'blur'), kept('a_2.jpg', 'surplus'), kept('a_3.jpg', 'surplus')] })
  expect(keptReasons(plan.kept)).toBe('2 extra, 1 blur')
  const html = renderToStaticMarkup(createElement(KeptForWant, { plan }))
  expect(html).toContain('3 images kept because nothing can replace them: 2 extra, 1 blur')
  expect(html.match(/<img/g)).toHaveLength(3)
  expect(html).toContain('a_1.jpg: least sharp of 22')
})

test('nothing is said where nothing is kept', () => {
  expect(renderToStaticMarkup(createElement(KeptForWant, { plan: aPlan() }))).toBe('')
})
