import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkDiffusionPipe } from '../../../../src/main/training/check/diffusion-pipe.ts'
import { openTrainingFolder } from '../../../../src/main/training/check/folder.ts'
import { lookAt } from '../../../../src/main/training/check/look-at.ts'
import { temporaryFolder } from '../../../support/library.ts'
import { exportTo, picture, sourcesIn } from '../../../support/training-set.ts'

test('captions.json is read instead of .txt, and masks are as large as their images', async () => {
  await using folder = await temporaryFolder()
  const dir = join(folder.path, 'out')
  const images = join(dir, 'anna_photorealistic')
  await exportTo(dir, 'diffusion-pipe', await sourcesIn(join(folder.path, 'source'), { photorealistic: 3 }))
  const check = async () => checkDiffusionPipe(await openTrainingFolder(dir), { lookAt, trigger: 'ohwx' })
  const errors = async () =>
    (await check()).findings.filter(({ severity }) => severity === 'error').map(({ rule, file }) => `${rule} ${file}`)
  const listed = (value: object) => writeFile(join(images, 'captions.json'), JSON.stringify(value))
  await listed({ '0001.jpg': ['ohwx'], '0002.jpg': 'ohwx' })
  expect(await errors()).toEqual(['cap-list anna_photorealistic/0002.jpg', 'cap-missing anna_photorealistic/0003.jpg'])
  expect(await check()).toMatchObject({ images: 3, trained: 2 })
  await listed({ '0001.jpg': ['ohwx'], '0002.jpg': ['ohwx'], '0003.jpg': ['ohwx', 'ohwx woman'] })
  expect(await errors()).toEqual([])

  await mkdir(join(dir, 'masks'))
  await writeFile(join(dir, 'masks/0001.png'), await picture(1))
  await writeFile(join(dir, 'masks/0002.png'), await picture(1, 20, 20))
  const file = join(dir, 'dataset.toml')
  await writeFile(
    file,
    (await readFile(file, 'utf8')).replace('num_repeats', `mask_path = "${join(dir, 'masks')}"\nnum_repeats`),
  )
  expect(await errors()).toEqual(['mask-size masks/0002.png'])
})
