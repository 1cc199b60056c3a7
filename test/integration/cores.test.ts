import { access, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createMachine } from '../../src/main/app.ts'
import { READ_HERE } from '../../src/main/app/machine.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder } from '../support/library.ts'
import { machinePorts } from '../support/machine.ts'

test('cores that share a machine work at the same time, and go on when one of them is closed', async () => {
  await using folder = await temporaryFolder()
  const machine = createMachine(machinePorts())
  onTestFinished(() => machine.close())
  const [one, other] = [await testCore(folder.path, { machine }), await testCore(folder.path, { machine })]
  const roots = ['one', 'other'].map((name) => join(folder.path, name))
  for (const root of roots) await one.writeSample(root)
  const [first, second] = await Promise.all([one.open(roots[0] ?? ''), other.open(roots[1] ?? '', { remember: false })])
  expect([first.root, second.root]).toEqual(roots)
  await one.close()
  const summary = await second.plan('all')
  expect(summary.failed).toEqual([])
  expect(summary.total_actors).toBeGreaterThan(0)
  await other.close()
})

test('where nothing else waits, few folders are read without starting a thread', async () => {
  await using folder = await temporaryFolder()
  const machine = createMachine({ ...machinePorts(), workerFile: join(folder.path, 'nowhere.ts') })
  onTestFinished(() => machine.close())
  await using core = await testCore(join(folder.path, 'config'), {
    machine: {
      ...machine,
      startReaders: () => expect.unreachable(),
      readersOf(actors, alone) {
        const readers = machine.readersOf(actors, alone)
        expect(readers).toBe(READ_HERE)
        return readers
      },
    },
  })
  const root = join(folder.path, 'library')
  const images = await core.writeSample(root)
  const leftover = join(
    root,
    'actors',
    (await readdir(join(root, 'actors')))[0] ?? '',
    'training_data/manifest.json.4711',
  )
  await writeFile(leftover, '{')
  const library = await core.open(root, { alone: true })
  await library.parts.indexed
  expect(library.parts.context.catalog.images.count()).toBe(images)
  await expect(access(leftover)).rejects.toThrow()
})

test('a library that is not to be remembered is not among the recent ones', async () => {
  await using folder = await temporaryFolder()
  const configDir = join(folder.path, 'config')
  await using core = await testCore(configDir)
  const [passing, kept] = [join(folder.path, 'passing'), join(folder.path, 'kept')]
  for (const root of [passing, kept]) await core.writeSample(root)
  await core.open(passing, { trust: true, remember: false })
  expect(await core.recentFolders()).toEqual([])
  await core.open(kept)
  await expect.poll(async () => (await core.recentFolders()).length).toBe(1)
})
