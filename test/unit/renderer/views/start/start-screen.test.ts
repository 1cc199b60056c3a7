import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { strings } from '../../../../../src/renderer/src/base/strings/index.ts'
import { standInForPage } from '../../../../support/window-core.ts'

standInForPage()
const { StartChoice } = await import('../../../../../src/renderer/src/views/start/StartScreen.tsx')

test('whoever has a folder can open it while the sample is written', () => {
  const html = renderToStaticMarkup(createElement(StartChoice, { recent: [], opening: strings.start.sampleTitle }))
  expect(html).toContain(strings.start.opening(strings.start.sampleTitle))
  expect(html).toContain('Open folder…')
})
