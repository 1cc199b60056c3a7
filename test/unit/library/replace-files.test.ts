import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { replaceFiles } from '../../../src/main/library/replace-files.ts'
import { tempFolder } from './temp-library.ts'

test('each file is written whole, and one that cannot be is told of by itself', async () => {
  const dir = await tempFolder({ 'a.json': 'old' })
  const faults = await replaceFiles([
    { file: join(dir, 'a.json'), text: 'new' },
    { file: join(dir, 'gone/b.json'), text: 'b' },
    { file: join(dir, 'c.json'), text: 'c' },
  ])
  expect(faults).toEqual([null, { code: 'ENOENT', message: expect.stringContaining('gone') }, null])
  expect(await readFile(join(dir, 'a.json'), 'utf8')).toBe('new')
  expect((await readdir(dir)).toSorted()).toEqual(['a.json', 'c.json'])
})
