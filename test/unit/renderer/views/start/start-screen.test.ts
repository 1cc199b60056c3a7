import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { strings } from '../../../../../src/renderer/src/base/strings/index.ts'

// A page that is rendered to text shows what a store began with.
vi.mock('../../../../../src/renderer/src/model/library/library-store.ts', async () => {
  const { create } = await import('zustand')
  return { useLibrary: create(() => ({ recent: [], opening: strings.start.sampleTitle })) }
})

// What files before have loaded knows nothing of the stand-in.
beforeAll(() => vi.resetModules())
afterAll(() => {
  vi.resetModules()
  vi.unstubAllGlobals()
})

test('whoever has a folder can open it while the sample is written', async () => {
  vi.stubGlobal('window', {})
  vi.stubGlobal('location', new URL('http://127.0.0.1/'))
  const screen = '../../../../../src/renderer/src/views/start/StartScreen.tsx'
  const { StartScreen } = await vi.importActual<{ readonly StartScreen: () => null }>(screen)
  const html = renderToStaticMarkup(createElement(StartScreen))
  expect(html).toContain(strings.start.opening(strings.start.sampleTitle))
  expect(html).toContain('Open folder…')
})
