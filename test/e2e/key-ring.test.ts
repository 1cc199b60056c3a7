import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { startOnDesktop } from '../support/app.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'

const TYPED = 'r8_canary-typed-0000000000000000abcd'
const EARLIER = 'sk-canary-earlier-00000000000000efgh'

const { cleanup, browser } = startJourney()
let configDir: string
let library: string

beforeAll(async () => {
  const folder = cleanup.use(await temporaryFolder()).path
  configDir = join(folder, 'config')
  library = join(folder, 'library')
  await mkdir(configDir)
  await writeLibrary(library, { actors: ['alice'], images: 1 })
})

async function openSettings(keyRing: string | null) {
  const env: Record<string, string> = keyRing === null ? {} : { STAND_IN_KEY_RING: keyRing }
  const app = await startOnDesktop(browser(), { library, configDir, env })
  await app.page.getByText('alice', { exact: true }).first().waitFor()
  await app.desktop?.call('menu', 'settings')
  const services = app.page.getByRole('dialog', { name: 'Settings' })
  for (const name of ['OpenAI', 'Replicate']) await services.locator('.service summary', { hasText: name }).click()
  return { app, services, guard: services.locator('.key-guard') }
}

/** Returns everything in the config folder, by name. */
async function onDisk(): Promise<string> {
  const entries = await readdir(configDir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return (await Promise.all(files.map(async (file) => `${file}\n${await readFile(file, 'latin1')}`))).join('\n')
}

test('a key typed into the window is there after a restart, and never in clear on the disk; earlier ones are taken over', async () => {
  await writeFile(join(configDir, 'secrets.json'), JSON.stringify({ OPENAI_API_KEY: EARLIER }), { mode: 0o600 })
  const { app, services, guard } = await openSettings('password')
  await expect.poll(() => guard.textContent()).toMatch(/encrypted by the system keychain/)
  await services.locator('[data-secret="OPENAI_API_KEY"]').getByText('Stored, …efgh').waitFor()
  const field = services.locator('[data-secret="REPLICATE_API_TOKEN"] input')
  await field.fill(TYPED)
  await field.press('Enter')
  await services.locator('[data-secret="REPLICATE_API_TOKEN"]').getByText('Stored, …abcd').waitFor()
  expect(await field.inputValue()).toBe('')
  await app.close()

  const disk = await onDisk()
  expect(disk).toContain('secrets.sealed')
  expect(disk).not.toContain('secrets.json')
  expect(disk).not.toMatch(/canary/)

  const again = await openSettings('password')
  await again.services.locator('[data-secret="REPLICATE_API_TOKEN"]').getByText('Stored, …abcd').waitFor()
  await again.services.locator('[data-secret="OPENAI_API_KEY"]').getByText('Stored, …efgh').waitFor()
  expect([...app.watch.complaints, ...again.app.watch.complaints]).toEqual([])
  await again.app.close()
  expect([app.desktop?.stderr(), again.app.desktop?.stderr()].join('')).not.toMatch(/canary/)
})

test('a key ring that is gone is said in words, and so is a desktop that has none', async () => {
  const { app, services, guard } = await openSettings(null)
  await expect
    .poll(() => guard.textContent())
    .toMatch(/can’t be read because the system keychain is locked or was replaced/)
  const field = services.locator('[data-secret="REPLICATE_API_TOKEN"] input')
  await field.fill(TYPED)
  await field.press('Enter')
  await services.locator('[data-secret="REPLICATE_API_TOKEN"]').getByText('Stored, …abcd').waitFor()
  await app.close()
  const file = join(configDir, 'secrets.sealed')
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await onDisk()).not.toMatch(/canary/)

  const again = await openSettings(null)
  const warned = again.guard
  await expect.poll(() => warned.textContent()).toMatch(process.platform === 'linux' ? /has no keychain/ : /keychain/)
  await again.app.close()
})
