import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLog } from '../../../src/main/hosts/log.ts'
import { makePrivateFolder, narrowFolder } from '../../../src/main/kit/private-folder.ts'
import { createSettings } from '../../../src/main/settings/settings.ts'
import { testCore } from '../../support/core.ts'
import { temporaryFolder, writeLibrary } from '../../support/library.ts'

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8)

test('a new folder of settings is for its owner alone, and so are settings and log', async () => {
  await using folder = await temporaryFolder()
  const configDir = join(folder.path, 'a/config')
  createLog(join(configDir, 'evencast.log'), {}).warn({}, 'one')
  const settings = await createSettings({ configDir, env: {} })
  await settings.patch({ scope: 'user', values: { total: 7 }, reset: [] })
  expect(await modeOf(configDir)).toBe('700')
  for (const file of ['settings.json', 'evencast.log'])
    expect([file, await modeOf(join(configDir, file))]).toEqual([file, '600'])
  expect(await narrowFolder(configDir)).toBeNull()
})

test('one that others could read is narrowed with a notice, once; what a link leads to is left alone', async () => {
  await using folder = await temporaryFolder()
  const configDir = join(folder.path, 'config')
  const elsewhere = join(folder.path, 'elsewhere')
  await mkdir(configDir)
  await writeFile(join(configDir, 'settings.json'), '{}')
  await writeFile(elsewhere, '')
  await chmod(elsewhere, 0o644)
  await symlink(elsewhere, join(configDir, 'link'))
  await chmod(configDir, 0o755)
  await chmod(join(configDir, 'settings.json'), 0o644)
  const root = join(folder.path, 'library')
  await writeLibrary(root, { actors: ['ann'], images: 1 })
  const notices: string[] = []
  await using core = await testCore(configDir, { keepModes: true })
  core.onNotice(({ message }) => notices.push(message))
  await core.open(root)
  expect(notices.filter((message) => message.includes(configDir))).toEqual([
    `Others on this computer could read ${configDir}. It is open to you alone now.`,
  ])
  expect([await modeOf(configDir), await modeOf(join(configDir, 'settings.json'))]).toEqual(['700', '600'])
  expect(await modeOf(elsewhere)).toBe('644')
  expect(await narrowFolder(configDir)).toBeNull()
})

test('Windows has no such modes', async () => {
  await using folder = await temporaryFolder()
  await chmod(folder.path, 0o755)
  expect(await narrowFolder(folder.path, 'win32')).toBeNull()
  makePrivateFolder(folder.path)
  expect(await modeOf(folder.path)).toBe('755')
})
