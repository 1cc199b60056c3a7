import { expect, test } from 'vitest'
import { fuzz } from '../fuzz/run.ts'

test('no parser of what a stranger may have written is brought down by spoilt documents, or lets a path through', async () => {
  for (const { name, wrong } of await fuzz(1, 400)) expect({ name, wrong }).toEqual({ name, wrong: [] })
})
