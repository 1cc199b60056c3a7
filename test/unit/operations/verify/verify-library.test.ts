import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyLibrary } from '../../../../src/main/operations/verify/verify-library.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

test('what lies in the folders is held against the manifests, actor by actor', async () => {
  const { context, root } = await openedContext(
    {
      ...pictures(['photo 1', 'nonsense']),
      'actors/ann/training_data/ann_1.jpg': 'photo 5',
      'actors/ann/training_data/ann_3.txt': 'a caption of nothing',
      'actors/ann/training_data/manifest.json': JSON.stringify({
        images: [{ filename: 'ann_1.jpg', type: 'photorealistic', sha256: '0'.repeat(64) }, { filename: 'ann_2.jpg' }],
      }),
    },
    { settings: { total: 1, shares: { photorealistic: 1, bw_stylized: 0, color_stylized: 0 } } },
  )
  const seen: string[] = []
  const report = await verifyLibrary(context, null, { onActor: (done, total) => seen.push(`${done}/${total}`) })
  expect(seen).toEqual(['1/2', '2/2'])
  expect(report.ok).toBe(false)
  const of = (actorId: string) =>
    report.findings.filter((each) => each.actor_id === actorId).map(({ kind, file }) => `${kind} ${file}`)
  expect(of('ann')).toEqual(
    expect.arrayContaining(['orphan ann_3.txt', 'missing_file ann_2.jpg', 'content_changed ann_1.jpg']),
  )
  expect(of('bo')).toEqual(expect.arrayContaining(['no_manifest manifest.json', 'unreadable bo_2.jpg']))
  await writeFile(join(root, 'actors/bo/training_data/bo_2.jpg'), 'photo 2')
  const again = await verifyLibrary(context, null)
  expect(again.findings.filter(({ kind }) => kind === 'unreadable')).toEqual([])
})

test('an actor that cannot be read is a finding of its own, and the others are still verified', async () => {
  const long = 'a'.repeat(240)
  const { context } = await openedContext({ ...pictures(['photo 1']), [`actors/${long}/x.jpg`]: 'photo 2' })
  const { findings } = await verifyLibrary(context, null)
  expect(findings.find(({ actor_id }) => actor_id === long)).toMatchObject({
    kind: 'folder',
    detail: expect.stringContaining('too long'),
  })
  expect(findings.some(({ actor_id }) => actor_id === 'bo')).toBe(true)
})

test('a verification that was cancelled answers nothing', async () => {
  const { context } = await openedContext(pictures(['photo 1']))
  await expect(verifyLibrary(context, null, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow(
    'stopped',
  )
})
