import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { skippedSentences } from '../../../src/main/domain/skipped.ts'
import { recognise } from '../../../src/main/library/open.ts'
import { scanActor } from '../../../src/main/library/scan.ts'
import { BO, tempFolder, tempLibrary } from './temp-library.ts'

test('links, sub-folders, unread endings, ignored and system files are counted apart and named', async () => {
  const { actor } = await tempLibrary({
    ...BO,
    '.evencastignore': '# drafts\n*_draft.jpg\n/actors/bo/training_data/old/\n!bo_2_draft.jpg\n',
    'actors/bo/training_data/bo_1_draft.jpg': 'left out',
    'actors/bo/training_data/bo_2_draft.jpg': 'taken in again',
    'actors/bo/training_data/old/a.jpg': 'left out',
    'actors/bo/training_data/10_nested/a.jpg': 'in a folder',
    'actors/bo/training_data/10_nested/deeper/and/deeper/b.jxl': 'in a folder',
    'actors/bo/training_data/@eaDir/c.jpg': 'thumbnail',
    'actors/bo/training_data/Thumbs.db': '',
    'actors/bo/training_data/._bo_1.jpg': '',
    'actors/bo/training_data/a.jxl': '',
    'actors/bo/training_data/b.PSD': '',
    'actors/bo/training_data/c.jfif': '',
    'actors/bo/training_data/d.jpg_large': '',
    'actors/bo/training_data/e.mpo': '',
    'actors/bo/training_data/bo_1-masklabel.png': 'a mask',
    'actors/bo/training_data/bo_2_mask.png': 'a mask',
    'actors/bo/stray.png': 'beside',
    'actors/bo/img/1_x/d.png': 'beside',
  })
  await symlink(join(actor.imagesDir, 'bo_1.jpg'), join(actor.imagesDir, 'bo_3.jpg'))
  await symlink('nowhere', join(actor.imagesDir, 'bo_4.jpg'))
  await symlink('../img/1_x', join(actor.imagesDir, 'linked'))
  await symlink('/', join(actor.imagesDir, 'outside'))
  const scan = await scanActor(actor)
  expect(scan.images.map(({ filename }) => filename)).toEqual(['bo_1.jpg', 'bo_2_draft.jpg', 'bo_2.jpg', 'bo_10.jpg'])
  expect(scan.skipped).toEqual([
    { reason: 'link', count: 3, names: ['bo_3.jpg', 'bo_4.jpg', 'linked'] },
    { reason: 'folder', count: 4, names: ['10_nested', 'beside training_data', 'img'] },
    { reason: 'format', count: 5, names: ['a.jxl', 'b.PSD', 'c.jfif'] },
    { reason: 'ignored', count: 2, names: ['bo_1_draft.jpg', 'old'] },
    { reason: 'system', count: 2, names: ['._bo_1.jpg', 'Thumbs.db'] },
  ])
  expect(skippedSentences(scan.skipped)).toEqual([
    '3 images are links and are not read: bo_3.jpg, bo_4.jpg, linked. Put the files themselves here.',
    '4 images lie in other folders and are not read: 10_nested, beside training_data, img. Move them up, or open that folder.',
    '5 files have endings that are not read: a.jxl, b.PSD, c.jfif and 2 more. Save them as JPEG, PNG or WebP.',
    '2 files are left out by .evencastignore: bo_1_draft.jpg, old.',
    '2 system files are left alone: ._bo_1.jpg, Thumbs.db.',
  ])
})

test('system folders and ignored ones are no actors, and are named', async () => {
  const root = await tempFolder({
    ...BO,
    '.evencastignore': 'actors/old*/\n',
    'actors/@eaDir/bo/x.jpg': '',
    'actors/#recycle/x.jpg': '',
    'actors/lost+found/x.jpg': '',
    'actors/~snapshot/x.jpg': '',
    'actors/$RECYCLE.BIN/x.jpg': '',
    'actors/System Volume Information/x.jpg': '',
    'actors/.Trashes/x.jpg': '',
    'actors/old_bo/training_data/x.jpg': '',
  })
  const layout = await recognise(root)
  expect(layout.actors.map(({ actorId }) => actorId)).toEqual(['bo'])
  expect(layout.warnings.join('\n')).toContain('@eaDir')
  expect(layout.warnings.join('\n')).toContain('These folders are left out by .evencastignore: old_bo.')
})

test('a parent of kohya folders is recognised and the folder to open is named', async () => {
  const root = await tempFolder({
    'img/10_bo/a.jpg': '',
    'img/10_bo/a.txt': 'bo',
    'img/5_bo close/b.jpg': '',
    'log/x.txt': '',
  })
  const img = join((await recognise(join(root, 'img'))).root)
  await expect(recognise(root)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: `${img} holds 2 image folders in kohya's layout (10_bo, 5_bo close). Open ${img} instead.`,
  })
  expect((await recognise(img)).actors.map(({ actorId }) => actorId)).toEqual(['5_bo close', '10_bo'])
  // Another folder with images beside it does not hide it.
  await mkdir(join(root, 'sample'))
  await writeFile(join(root, 'sample/x.png'), '')
  const layout = await recognise(root)
  expect(layout.actors.map(({ actorId }) => actorId)).toEqual(['sample'])
  expect(layout.warnings).toEqual([
    `${img} holds 2 image folders in kohya's layout (10_bo, 5_bo close). Open that folder to work on them.`,
  ])
  await rm(join(root, 'sample'), { recursive: true })
})
