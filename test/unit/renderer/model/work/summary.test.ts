import { expect, test } from 'vitest'
import { summarise } from '../../../../../src/renderer/src/model/work/summary.ts'
import { aPlan } from '../../../../support/views.ts'

const deletion = (filename: string, changes: { readonly skipped?: boolean; readonly held?: boolean }) => ({
  stepId: `d:${filename}`,
  imageId: null,
  filename,
  type: null,
  reason: 'surplus',
  detail: '',
  skipped: false,
  held: false,
  ...changes,
})

test('what is removed leaves out what is spared and what waits for an image in its place', () => {
  const plan = aPlan({
    deletions: [deletion('a', {}), deletion('b', { skipped: true }), deletion('c', { held: true })],
  })
  expect(summarise([plan])).toMatchObject({ actors: 1, out: 1, in: 0 })
})
