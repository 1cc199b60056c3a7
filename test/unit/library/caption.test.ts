import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readCaption } from '../../../src/main/library/caption.ts'
import { temporaryFolder } from '../../support/library.ts'

it('reads the caption beside an image, and nothing where there is none', async () => {
  await using folder = await temporaryFolder()
  const image = join(folder.path, 'alice_1.jpg')
  expect(await readCaption(image)).toBeNull()
  await writeFile(join(folder.path, 'alice_1.txt'), '\uFEFFohwx woman, reading\n')
  expect(await readCaption(image)).toBe('ohwx woman, reading')
  await writeFile(join(folder.path, 'alice_1.txt'), ' \n')
  expect(await readCaption(image)).toBeNull()
})
