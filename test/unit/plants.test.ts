import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { PLANTS } from '../torture/plants.ts'

test.each(Object.entries(PLANTS))('the bug “%s” can still be planted', async (_name, patches) => {
  for (const { file, from } of patches)
    expect((await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')).split(from)).toHaveLength(2)
})
