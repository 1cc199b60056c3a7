import { afterEach, expect, test, vi } from 'vitest'
import { showFirstPage, useView } from '../../../../../src/renderer/src/model/window/view-store.ts'

const remembering = (page: string | null) =>
  vi.stubGlobal('sessionStorage', { getItem: (key: string) => (key === 'evencast.page' ? page : null) })

afterEach(() => vi.unstubAllGlobals())

test.each([
  [null, 2, 'gallery'],
  [null, 20, 'all-actors'],
  ['gallery', 20, 'gallery'],
  ['all-actors', 2, 'all-actors'],
  // The view's former name.
  ['fleet', 2, 'all-actors'],
  ['nonsense', 2, 'gallery'],
])('a tab that remembers %j opens a library of %i actors on %s', (last, actors, page) => {
  remembering(last)
  showFirstPage(actors)
  expect(useView.getState().page).toBe(page)
})
