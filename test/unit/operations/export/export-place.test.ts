import { mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recognise } from '../../../../src/main/library/open.ts'
import { exportActors } from '../../../../src/main/operations/export/export-actors.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'
import { tempFolder } from '../../library/temp-library.ts'

const TAKEN = /every folder is taken for an actor/

test.each([
  ['the library', ''],
  ['one actor alone', 'actors/bo'],
])('with %s open, no export lands among the actors, whatever link leads there', async (_, opened) => {
  const { context, root } = await openedContext(pictures(['photo 1']))
  const elsewhere = await tempFolder()
  await symlink(root, join(elsewhere, 'data'))
  await mkdir(join(elsewhere, 'out'))
  const layout = await recognise(join(root, opened))
  const exportTo = (to: string) =>
    exportActors({ ...context, layout }, { prepare: null } as never, ['bo'], { trainer: 'kohya', to })
  await expect(exportTo(join(root, 'actors/x'))).rejects.toThrow(TAKEN)
  await expect(exportTo(join(elsewhere, 'data/actors/x/y'))).rejects.toThrow(TAKEN)
  expect(await readdir(join(root, 'actors'))).toEqual(['bo'])
  // This one proceeds to the images, which cannot be read here.
  await expect(exportTo(join(elsewhere, 'out/x'))).rejects.not.toThrow(TAKEN)
})
