import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recognise } from '../../../src/main/library/open.ts'
import { claimLibrary } from '../../../src/main/library/presence.ts'
import { scanActor } from '../../../src/main/library/scan.ts'
import { type FoldersToScan, scanFolders } from '../../../src/main/library/scan-folders.ts'
import type { ActorFolder } from '../../../src/main/library/layout.ts'
import { createScanner, type Scan } from '../../../src/main/library/scanner.ts'
import { tempFolder } from './temp-library.ts'

const IDS = Array.from({ length: 9 }, (_, n) => `a${n}`)

async function library() {
  const root = await tempFolder({
    '.evencastignore': '*_2.jpg\n',
    ...Object.fromEntries(IDS.flatMap((id) => [1, 2].map((n) => [`actors/${id}/training_data/${id}_${n}.jpg`, id]))),
    'actors/a1/base_image/a1_base.png': 'base',
  })
  await claimLibrary(root)
  return { root, actors: (await recognise(root)).actors }
}

/** Clones a job and its result, as between threads. */
const elsewhere = (asked: number[]) => async (job: FoldersToScan) => {
  asked.push(job.folders.length)
  return structuredClone(await scanFolders(structuredClone(job)))
}

const among = (scan: Scan) => (folder: ActorFolder) => scan(folder, { many: true })

test('folders asked for together are looked at elsewhere, and are what a look from here says', async () => {
  const { actors } = await library()
  const asked: number[] = []
  const scans = await Promise.all(actors.map(among(createScanner(elsewhere(asked)))))
  expect(scans).toEqual(await Promise.all(actors.map((actor) => scanActor(actor))))
  expect(scans[1]).toMatchObject({ images: [{ filename: 'a1_1.jpg' }], skipped: [{ reason: 'ignored' }] })
  expect(asked).toEqual([8])
})

test('a folder that cannot be looked at fails alone, with its code and sentence', async () => {
  const { root, actors } = await library()
  await rm(join(root, 'actors/a5'), { recursive: true })
  await rm(join(root, 'actors/a6/training_data'), { recursive: true })
  await writeFile(join(root, 'actors/a6/training_data'), '')
  const results = await Promise.allSettled(actors.map(among(createScanner(elsewhere([])))))
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  expect(results[5]).toMatchObject({ reason: { code: 'NOT_FOUND', message: expect.stringContaining('a5 is gone') } })
})

test('where there is no other thread any more, folders are looked at from here', async () => {
  const { actors } = await library()
  const scan = createScanner(() => Promise.reject(new Error('ended')))
  expect(await Promise.all(actors.map(among(scan)))).toHaveLength(IDS.length)
})

test('one folder asked for by itself waits for none of the many', async () => {
  const { actors } = await library()
  const held = Promise.withResolvers<void>()
  const scan = createScanner(async (job) => {
    await held.promise
    return scanFolders(job)
  })
  const many = Promise.all(actors.map(among(scan)))
  expect(await scan(actors[0]!)).toMatchObject({ images: [{ filename: 'a0_1.jpg' }] })
  held.resolve()
  expect(await many).toHaveLength(IDS.length)
})
