import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keptExport, keptExports, placesFor } from '../../../../src/main/operations/export/versions.ts'
import { masksIn } from '../../../../src/main/operations/export/masks.ts'
import { tempFolder } from '../../library/temp-library.ts'

test('each export takes the next number of its actor, and actors of one safe name lie apart', async () => {
  const base = await tempFolder()
  await mkdir(join(base, 'kohya/ann/v2'), { recursive: true })
  await mkdir(join(base, 'kohya/ann/best'), { recursive: true })
  const placeOf = await placesFor(base, 'kohya', { actorIds: ['ann', 'zoë', 'zo\u0308e'] })
  expect(placeOf('ann')).toEqual({ dir: join(base, 'kohya/ann/v3'), label: 'v3' })
  expect(placeOf('zoë').label).toBe('v1')
  expect(placeOf('zoë').dir).not.toBe(placeOf('zo\u0308e').dir)
  const named = await placesFor(base, 'kohya', { actorIds: ['ann'], version: 'for / print' })
  expect(named('ann').label).toBe('for / print')
  expect(named('ann').dir.slice(base.length + 1)).toMatch(/^kohya\/ann\/[\w-]+$/)
})

test.each(['../../etc/x', 'kohya/ann', 'kohya/ann/v1/..', 'kohya/../v1', ''])('“%s” is no export', async (id) => {
  const base = await tempFolder({ 'kohya/ann/v1/notes.txt': 'no lock here' })
  await expect(keptExport(base, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a folder without a whole lock is no kept export', async () => {
  const base = await tempFolder({ 'kohya/ann/v1/notes.txt': 'no lock here', 'kohya/ann/v2/evencast.lock.json': '{' })
  expect(await keptExports(base, 'ann')).toEqual([])
  expect(await keptExports(join(base, 'nowhere'), null)).toEqual([])
})

test('masks are found under every name that tools give them', async () => {
  const dir = await tempFolder({ 'a.jpg': '', 'a-masklabel.png': '', 'b.jpg': '', 'b_mask.jpg': '', 'c.jpg': '' })
  const maskOf = await masksIn(dir)
  expect(['a.jpg', 'b.jpg', 'c.jpg'].map(maskOf)).toEqual([join(dir, 'a-masklabel.png'), join(dir, 'b_mask.jpg'), null])
  expect((await masksIn(join(dir, 'nowhere')))('a.jpg')).toBeNull()
  const other = await tempFolder({ 'Zo\u00eb.jpg': '', 'Zoe\u0308-MaskLabel.png': '', 'A.JPG': '', 'a_mask.png': '' })
  const otherMaskOf = await masksIn(other)
  expect(['Zo\u00eb.jpg', 'A.JPG'].map(otherMaskOf)).toEqual([
    join(other, 'Zoe\u0308-MaskLabel.png'),
    join(other, 'a_mask.png'),
  ])
})
