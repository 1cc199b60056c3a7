import { expect, test } from 'vitest'
import { ProcessEndedError } from '../../../src/main/kit/process-pool.ts'
import { createSeeing } from '../../../src/main/pretrained/seeing.ts'

test('of a picture at which the process came to its end nothing is known, which is not the same as no face', async () => {
  const faceless = Uint8Array.of(0)
  const looks: string[][] = []
  const seeing = createSeeing({
    folderOf: () => '/networks',
    commonFaceFile: '',
    embedImages: async () => [],
    async findFaces({ files }) {
      looks.push([...files])
      if (files.includes('huge.jpg')) throw new ProcessEndedError('killed')
      return files.map(() => faceless)
    },
    embedTexts: async () => [],
    clipTokens: async () => [],
  })
  expect(await seeing.see('faces', ['a.jpg', 'huge.jpg', 'b.jpg'])).toEqual([faceless, null, faceless])
  expect(looks).toEqual([['a.jpg', 'huge.jpg', 'b.jpg'], ['a.jpg'], ['huge.jpg'], ['b.jpg']])
})
