import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { lookAt } from '../../../src/main/training/check/look-at.ts'
import { openTrainingFolder } from '../../../src/main/training/check/folder.ts'
import { FORMATS } from '../../../src/main/training/formats/index.ts'
import { temporaryFolder } from '../../support/library.ts'
import { exportTo, setOf, sourcesIn } from '../../support/training-set.ts'

/** Letters beyond ASCII and beyond `\\uffff`, and characters with a meaning in TOML, YAML, JSON or a shell. */
const ODD = `Zoë's 集 😀 v1.0 #1 \${HOME} a=b, [c] & %7B`

test.each(['kohya', 'musubi', 'ai-toolkit', 'onetrainer', 'simpletuner', 'diffusion-pipe', 'huggingface'] as const)(
  'the configuration for %s leads to a folder of any name',
  async (trainer) => {
    await using folder = await temporaryFolder()
    const dir = join(folder.path, ODD)
    await exportTo(dir, trainer, await sourcesIn(join(folder.path, 'source')))
    const { findings, trained } = await FORMATS[trainer].check(await openTrainingFolder(dir), {
      trigger: 'ohwx',
      lookAt,
    })
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(trained).toBe(10)
  },
)

test('TOML has signs beyond \\uffff whole, which Python’s parser takes no halves of', async () => {
  await using folder = await temporaryFolder()
  const dir = join(folder.path, '😀')
  await exportTo(dir, 'kohya', await sourcesIn(join(folder.path, 'source')))
  expect(await readFile(join(dir, 'dataset.toml'), 'utf8')).toContain(String.raw`\U0001f600/`)
})

test('names that YAML 1.1 takes for numbers and flags stay texts', async () => {
  await using folder = await temporaryFolder()
  const sources = await sourcesIn(join(folder.path, 'source'))
  const set = { ...setOf(sources), name: '10_30', trigger: 'on' }
  await exportTo(join(folder.path, 'out'), 'ai-toolkit', sources, { set })
  const read = parse(await readFile(join(folder.path, 'out/config.yaml'), 'utf8'), { version: '1.1' })
  expect(read).toMatchObject({ config: { name: '10_30', process: [{ trigger_word: 'on' }] } })
})
