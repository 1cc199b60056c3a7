import { rename } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { confirmFolders } from '../../../../src/main/operations/follow/confirm-folders.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

const announcer = { actors() {}, library() {}, close() {} }

test('folders that could not be listed are listed again when it is next asked', async () => {
  const { context, root } = await openedContext(pictures(['photo 1']))
  let isRemembered = true
  const remembering: typeof context = {
    ...context,
    get layout() {
      return { ...context.layout, isRemembered }
    },
    takeOver(layout) {
      context.takeOver(layout)
      isRemembered = false
    },
  }
  const confirmed = confirmFolders(remembering, announcer)
  await rename(root, `${root}-away`)
  await expect(confirmed()).rejects.toThrow()
  await rename(`${root}-away`, root)
  await confirmed()
  expect(confirmed()).toBe(null)
})
