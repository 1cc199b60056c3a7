import { mkdir, readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clear } from '../support/kept.ts'
import { temporaryFolder } from '../support/library.ts'

/** Above the largest process id of any system by default. */
const NOBODY = 2 ** 30

test('of what runs have left only that goes which is old and whose process is gone', async () => {
  await using folder = await temporaryFolder()
  const old = new Date(Date.now() - 24 * 3600_000)
  const left = {
    // May belong to a run in another container.
    [`evencast-tests-${NOBODY}-new`]: new Date(),
    [`evencast-tests-${NOBODY}-old`]: old,
    [`evencast-tests-${process.pid}-old`]: old,
    'of-somebody-else': old,
  }
  for (const [name, at] of Object.entries(left)) {
    await mkdir(join(folder.path, name))
    await utimes(join(folder.path, name), at, at)
  }
  clear(folder.path)
  const gone = `evencast-tests-${NOBODY}-old`
  expect((await readdir(folder.path)).toSorted()).toEqual(
    Object.keys(left)
      .filter((name) => name !== gone)
      .toSorted(),
  )
})
