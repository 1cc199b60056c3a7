import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KNOWS_REGULARISATION } from '../../../src/main/domain/training/trainer.ts'
import { openTrainingFolder } from '../../../src/main/training/check/folder.ts'
import { lookAt } from '../../../src/main/training/check/look-at.ts'
import { FORMATS } from '../../../src/main/training/formats/index.ts'
import { temporaryFolder } from '../../support/library.ts'
import { exportTo, picture, settingsFor, sourcesIn } from '../../support/training-set.ts'

test.each(KNOWS_REGULARISATION)('%s takes regularisation images without captions', async (trainer) => {
  await using folder = await temporaryFolder()
  const [dir, reg] = [join(folder.path, 'out'), join(folder.path, 'reg')]
  await mkdir(reg)
  await writeFile(join(reg, 'woman.jpg'), await picture(1))
  const settings = settingsFor(trainer, { regularisation: reg })
  await exportTo(dir, trainer, await sourcesIn(join(folder.path, 'source'), { photorealistic: 2 }), { settings })
  const errors = async () =>
    (await FORMATS[trainer].check(await openTrainingFolder(dir), { lookAt, trigger: 'ohwx' })).findings.filter(
      ({ severity }) => severity === 'error',
    )
  expect(await errors()).toEqual([])
  if (trainer !== 'simpletuner') return
  // SimpleTuner reads their captions like all others and raises FileNotFoundError when one is missing.
  const file = join(dir, 'multidatabackend.json')
  const text = await readFile(file, 'utf8')
  expect(text).toContain('"instance_prompt": "woman"')
  await writeFile(file, text.replace('"instanceprompt"', '"textfile"'))
  expect(await errors()).toMatchObject([
    { rule: expect.stringMatching(/^cap/), detail: expect.stringContaining('stops') },
  ])
})
