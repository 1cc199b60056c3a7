import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCatalog } from '../../../../src/main/catalog/catalog.ts'
import { openDatabase } from '../../../../src/main/catalog/database.ts'
import { CATALOG_SCHEMA } from '../../../../src/main/catalog/schema.ts'
import { measureFiles } from '../../../../src/main/operations/assess/measure-files.ts'
import { temporaryFolder } from '../../../support/library.ts'

/** A file's "content" is its name up to the first dot; `broken` cannot be read. */
function setup() {
  const catalog = createCatalog(openDatabase(':memory:', [CATALOG_SCHEMA]))
  const looked: string[] = []
  const contentOf = (file: string) => file.split('/').at(-1)!.split('.')[0]!
  const evaluator = {
    id: 'local@test',
    digests: async (files: readonly string[]) => files.map(contentOf),
    measureMany: async (files: readonly string[]) => {
      looked.push(...files.map(contentOf))
      return files.map((file) =>
        contentOf(file) === 'broken'
          ? { failed: 'broken could not be read.' }
          : { sha256: contentOf(file), bytes: 1, measured: { unreadable: 'a test' } },
      )
    },
  }
  const known = new Map<string, string>()
  const measure = (...files: string[]) =>
    measureFiles(
      { catalog, evaluator },
      files.map((file) => ({ file, setSha256: (sha256) => known.set(file, sha256) })),
      undefined,
    )
  return { measure, looked, known }
}

test('content that was measured before is known again and not measured', async () => {
  const { measure, looked, known } = setup()
  await measure('a.1', 'b.1')
  await measure('b.2', 'c.1', 'a.2')
  expect(looked).toEqual(['a', 'b', 'c'])
  expect(known).toEqual(
    new Map([
      ['a.1', 'a'],
      ['b.1', 'b'],
      ['b.2', 'b'],
      ['c.1', 'c'],
      ['a.2', 'a'],
    ]),
  )
})

test('a file that is there and cannot be read stops the work after the others are written down; one that is gone does not', async () => {
  await using folder = await temporaryFolder()
  const { measure, known } = setup()
  const broken = join(folder.path, 'broken.jpg')
  await measure(broken, 'a.1')
  await writeFile(broken, 'x')
  await expect(measure('b.1', broken)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect([...known.keys()]).toEqual(['a.1', 'b.1'])
})
