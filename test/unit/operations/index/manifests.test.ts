import { readdir, readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { upsertImage, writeManifest } from '../../../../src/main/domain/manifest.ts'
import { indexActor } from '../../../../src/main/operations/index/index-actor.ts'
import { exchangeManifest } from '../../../../src/main/operations/index/manifests.ts'
import { openedContext, pictures } from '../../../support/opened-context.ts'

test('what somebody else writes into a manifest while its next text is worked out stays', async () => {
  const { context, root } = await openedContext(pictures(['photo 1']))
  await indexActor(context, 'bo')
  const file = `${root}/actors/bo/training_data/manifest.json`
  const theirs = JSON.stringify({ version: 1, actor_id: 'bo', images: [{ filename: 'bo_1.jpg', note: 'theirs' }] })
  let calls = 0
  await exchangeManifest(context, 'bo', async ({ manifest }) => {
    if (++calls === 1) await writeFile(file, theirs)
    const next = upsertImage(manifest, 'bo_1.jpg', { type: 'bw_stylized' })
    return { bytes: Buffer.from(writeManifest(next)), manifest: next }
  })
  expect(calls).toBe(2)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    images: [{ filename: 'bo_1.jpg', note: 'theirs', type: 'bw_stylized' }],
  })
})

test('once the very bytes are back, no copy of them stays beside the manifest', async () => {
  const { context, root } = await openedContext(pictures(['photo 1']))
  await indexActor(context, 'bo')
  const dir = `${root}/actors/bo/training_data`
  const copies = async () => (await readdir(dir)).filter((name) => name.startsWith('manifest.json.'))
  for (const [theirs, copy] of [
    ['broken', '.corrupt-'],
    [`// mine\n${JSON.stringify({ version: 1, actor_id: 'bo', images: [] })}`, '.with-comments-'],
  ] as const) {
    await writeFile(`${dir}/manifest.json`, theirs)
    await exchangeManifest(context, 'bo', async ({ manifest }) => {
      const next = upsertImage(manifest, 'bo_1.jpg', { type: 'bw_stylized' })
      return { bytes: Buffer.from(writeManifest(next)), manifest: next }
    })
    expect(await copies()).toEqual([expect.stringContaining(copy)])
    await exchangeManifest(context, 'bo', async () => ({ bytes: Buffer.from(theirs), manifest: null }))
    expect(await readFile(`${dir}/manifest.json`, 'utf8')).toBe(theirs)
    expect(await copies()).toEqual([])
  }
})
