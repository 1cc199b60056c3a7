import { lookAt } from '../../../src/main/training/check/look-at.ts'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openTrainingFolder } from '../../../src/main/training/check/folder.ts'
import { type ExportStore, packAsZip, sendToStore } from '../../../src/main/training/deliver.ts'
import { FORMATS } from '../../../src/main/training/formats/index.ts'
import { Lock } from '../../../src/main/training/lock.ts'
import { writeZip } from '../../../src/main/training/write-zip.ts'
import { createFolderStore } from '../../../src/main/storage/folder.ts'
import { temporaryFolder } from '../../support/library.ts'
import { exportTo, sourcesIn } from '../../support/training-set.ts'

const folder = await temporaryFolder()
afterAll(() => folder[Symbol.asyncDispose]())
const at = (...parts: string[]) => join(folder.path, ...parts)
const sources = await sourcesIn(at('source'), { photorealistic: 3, color_stylized: 1 })

const errorsIn = async (path: string, trainer: 'kohya' | 'civitai') => {
  const { findings } = await FORMATS[trainer].check(await openTrainingFolder(path), { lookAt, trigger: 'ohwx' })
  return findings.filter(({ severity }) => severity === 'error')
}

test('an export goes to a folder store, goes on there where it was cut short, and is brought up to date', async () => {
  const made = await exportTo(at('stage'), 'kohya', sources)
  const store = createFolderStore(at('there'))
  let puts = 0
  const failing: ExportStore = {
    ...store,
    put: (...args) => ((puts += 1) > 4 ? Promise.reject(new Error('pulled out')) : store.put(...args)),
  }
  const where = { root: at('there') }
  await expect(sendToStore(made, failing, where, {})).rejects.toThrow('pulled out')
  expect(Lock.parse(JSON.parse(await readFile(at('there/evencast.lock.json'), 'utf8'))).state).toBe('writing')
  const before = await stat(at('there/5_anna_photorealistic/0001.jpg')).catch(() => null)
  await sendToStore(made, store, where, {})
  expect(await errorsIn(at('there'), 'kohya')).toEqual([])
  // The lock of an incomplete export is not moved to the trash.
  const trashed = await readdir(at('there/.trash'), { recursive: true, withFileTypes: true })
  expect(trashed.filter((entry) => entry.isFile())).toEqual([])
  expect(await readFile(at('there/dataset.toml'), 'utf8')).toContain(`image_dir = "${at('there')}/`)
  if (before) expect((await stat(at('there/5_anna_photorealistic/0001.jpg'))).mtimeMs).toBe(before.mtimeMs)

  const fewer = await exportTo(at('stage'), 'kohya', sources.slice(1))
  const lock = await sendToStore(fewer, store, where, {})
  expect(lock.images).toHaveLength(3)
  await expect(stat(at('there/README.md'))).resolves.toBeDefined()
  expect(await errorsIn(at('there'), 'kohya')).toEqual([])
})

test('nothing is put over what is no export, or another one', async () => {
  const made = await exportTo(at('mine'), 'kohya', sources)
  await mkdir(at('theirs'))
  await writeFile(at('theirs/holiday.jpg'), 'x')
  await expect(sendToStore(made, createFolderStore(at('theirs')), { root: at('theirs') }, {})).rejects.toThrow(
    /is not empty, and what is in it is no export/,
  )
  const other = await exportTo(at('other'), 'musubi', sources)
  await expect(sendToStore(other, createFolderStore(at('there')), { root: at('there') }, {})).rejects.toThrow(
    /holds anna for kohya/,
  )
  await writeFile(at('set.zip'), 'mine')
  await expect(packAsZip(made, at('set.zip'), {})).rejects.toThrow(/is not a zip|is no export/)
  expect(await readFile(at('set.zip'), 'utf8')).toBe('mine')
  await writeZip(at('set.zip'), [{ name: 'evencast.lock.json', text: '{' }])
  await expect(packAsZip(made, at('set.zip'), {})).rejects.toThrow(/set\.zip is there already and is no export/)
  await rm(at('set.zip'))
  await expect(packAsZip(made, at('set.zip'), { signal: AbortSignal.abort() })).rejects.toThrow()
  expect((await readdir(folder.path)).filter((name) => name.startsWith('set.zip'))).toEqual([])
})

test('a zip holds the folder with paths of its own, the same to the byte each time; a trainer’s zip is that zip', async () => {
  const made = await exportTo(at('packed'), 'kohya', sources)
  await packAsZip(made, at('kohya.zip'), {})
  const first = await readFile(at('kohya.zip'))
  await packAsZip(await exportTo(at('packed'), 'kohya', sources), at('kohya.zip'), {})
  expect(await readFile(at('kohya.zip'))).toEqual(first)
  const opened = await openTrainingFolder(at('kohya.zip'))
  const config = (await opened.read('dataset.toml')).toString()
  expect(config).toContain('image_dir = "./')
  expect(config).not.toContain(at('packed'))
  expect(opened.files.filter(({ name }) => name.endsWith('.jpg'))).toHaveLength(4)
  expect(await errorsIn(at('kohya.zip'), 'kohya')).toEqual([])
  await packAsZip(await exportTo(at('civ'), 'civitai', sources), at('civ.zip'), {})
  await packAsZip(await exportTo(at('civ'), 'civitai', sources), at('civ.zip'), {})
  expect(await errorsIn(at('civ.zip'), 'civitai')).toEqual([])
})

test('SimpleTuner is told of the bucket, and of no keys', async () => {
  const made = await exportTo(at('tuner'), 'simpletuner', sources)
  const bucket = {
    name: 'sets',
    prefix: 'lora/anna',
    endpoint: 'https://s3.eu-central-1.amazonaws.com',
    region: 'eu-central-1',
  }
  await sendToStore(made, createFolderStore(at('bucket')), { root: 's3://sets/lora/anna', bucket }, {})
  expect(await readdir(at('bucket/.trash'))).toEqual([])
  const [first, , text] = JSON.parse(await readFile(at('bucket/multidatabackend.json'), 'utf8'))
  expect(first).toMatchObject({
    type: 'aws',
    aws_bucket_name: 'sets',
    aws_data_prefix: 'lora/anna/anna_photorealistic',
    aws_region_name: 'eu-central-1',
    aws_secret_access_key: 'YOUR_SECRET_ACCESS_KEY',
  })
  expect(first).not.toHaveProperty('instance_data_dir')
  expect(text).toMatchObject({ dataset_type: 'text_embeds', type: 'local', cache_dir: 'cache/anna/text' })
  const { findings } = await FORMATS.simpletuner.check(await openTrainingFolder(at('bucket')), {
    lookAt,
    trigger: 'ohwx',
  })
  expect(findings).toEqual([])
  await rm(at('bucket'), { recursive: true })
})
