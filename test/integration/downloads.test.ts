import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DownloadRequest } from '../../src/main/contract/downloads.ts'
import type { Core } from '../../src/main/app.ts'
import { ACTOR_COLUMNS } from '../../src/main/contract/actor-columns.ts'
import { createRouter } from '../../src/main/router.ts'
import { testCore } from '../support/core.ts'
import { photograph, temporaryFolder, writeLibrary } from '../support/library.ts'
import type { Api } from '../support/transports.ts'

const cleanup = new AsyncDisposableStack()
/** Folder names are untrusted: this one is a formula and markup at once. */
const EVIL = '=1+1,"<img src=x onerror=alert(1)>'
let core: Core
let api: Api
let folder: string

beforeAll(async () => {
  folder = cleanup.use(await temporaryFolder()).path
  const root = join(folder, 'library')
  await writeLibrary(root, { actors: ['alice', EVIL], images: 3 })
  await mkdir(join(root, 'actors/baseless/training_data'), { recursive: true })
  await writeFile(join(root, 'actors/baseless/training_data/baseless_1.jpg'), await photograph(77))
  await writeFile(join(root, 'actors/alice/training_data/alice_4.jpg'), '')
  core = cleanup.use(await testCore(join(folder, 'config')))
  api = createRouterClient(createRouter(core))
  const library = await core.open(root)
  await library.plan(['alice', EVIL])
})
afterAll(() => cleanup.disposeAsync())

async function fetched(request: DownloadRequest): Promise<{ readonly text: string; readonly response: Response }> {
  const { downloadId } = await api.downloads.prepare(request)
  const response = await core.fetch(new Request(`http://app/download/${downloadId}`))
  const bytes = new Uint8Array(await response.clone().arrayBuffer())
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), response }
}

/** Parses RFC 4180, independently of the code that wrote it. */
function records(csv: string): readonly (readonly string[])[] {
  const fields = [...csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/g)]
  return fields.reduce<string[][]>(
    (all, [, quoted, plain, end]) => {
      all.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
      if (end === '\r\n') all.push([])
      return all
    },
    [[]],
  )
}

test('the table holds the columns and actors asked for, in their order, safe for a spreadsheet', async () => {
  const { text, response } = await fetched({
    kind: 'csv',
    actorIds: [EVIL, 'baseless', 'alice'],
    columns: ['actor', 'photorealistic', 'cost', 'unreadable'],
  })
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="library-actors-\d{4}-\d\d-\d\d\.csv"$/,
  )
  expect(text.startsWith('\uFEFF')).toBe(true)
  const [head, evil, baseless, alice] = records(text.slice(1))
  expect(head).toEqual(['actor_id', 'photorealistic', 'photorealistic_target', 'cost_usd', 'cost_source', 'unreadable'])
  expect(evil).toEqual([`'${EVIL}`, '3', '13', '0', 'plan', '0'])
  expect(baseless).toEqual(['baseless', '0', '13', '', 'unassessed', '0'])
  expect(alice).toEqual(['alice', '3', '13', '0', 'plan', '1'])
})

test('every column can be taken along', async () => {
  const { text } = await fetched({ kind: 'csv', actorIds: ['alice'], columns: [...ACTOR_COLUMNS] })
  const [head, alice] = records(text.slice(1))
  expect(alice).toHaveLength(head?.length ?? 0)
  expect(new Set(head).size).toBe(head?.length)
})

test('the report shows every actor with pictures, lanes and reasons, and nothing from elsewhere', async () => {
  const request: DownloadRequest = { kind: 'report', actorIds: ['alice', EVIL, 'baseless'], images: true }
  const view = await api.downloads.prepare(request)
  expect(view).toMatchObject({ actors: 3, images: 8, leftOut: 0 })
  const { text, response } = await fetched(request)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  // The size is announced before the file is made, so it is only an estimate.
  expect(view.bytes).toBeGreaterThan(text.length / 3)
  expect(view.bytes).toBeLessThan(text.length * 3)
  expect(text).toMatch(/^<!doctype html>/)
  expect(text.trimEnd().endsWith('</html>')).toBe(true)
  expect(text.match(/<section class="actor"/g)).toHaveLength(3)
  expect(text.match(/<figure/g)).toHaveLength(8)
  // The report is made in pieces, which must fit together.
  expect(/<tbody>(.*?)<\/tbody>/s.exec(text)?.[1]?.match(/<tr>/g)).toHaveLength(3)
  for (const tag of ['table', 'section', 'ul', 'li', 'figure', 'div', 'main', 'html'])
    expect(text.match(new RegExp(`<${tag}\\b`, 'g'))?.length, tag).toBe(
      text.match(new RegExp(`</${tag}>`, 'g'))?.length,
    )
  // Two faces, each twice, and seven images that decode.
  expect(text.match(/src="data:image\/webp;base64,/g)).toHaveLength(11)
  expect(text).toContain('not shown')
  expect(text).toMatch(/Remove: unreadable/)
  expect(text).toMatch(/To generate/)
  expect(text.match(/(?:src|href)="(?!data:|#)/g)).toBeNull()
  expect(text).not.toMatch(/<script|<link|@import|url\(/)
})

test('names become text, never markup', async () => {
  const { text } = await fetched({ kind: 'report', actorIds: [EVIL], images: true })
  expect(text).not.toContain('<img src=x')
  expect(text).toContain('=1+1,&quot;&lt;img src=x onerror=alert(1)&gt;')
})

test('without images it is the table alone', async () => {
  const { text } = await fetched({ kind: 'report', actorIds: ['alice'], images: false })
  expect(text).not.toContain('<section')
  expect(text).toContain('alice')
})

test('a desktop writes it to a file, whole or not at all', async () => {
  const { downloadId, filename } = await api.downloads.prepare({ kind: 'report', actorIds: ['alice'], images: true })
  expect(core.downloadName(downloadId)).toBe(filename)
  await core.saveDownload(downloadId, join(folder, filename))
  expect(await readFile(join(folder, filename), 'utf8')).toContain('</html>')
  await expect(core.saveDownload(downloadId, join(folder, 'nowhere', filename))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.not.stringContaining(folder),
  })
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('what is not known is said: an export, an actor', async () => {
  expect((await core.fetch(new Request('http://app/download/invented'))).status).toBe(404)
  await expect(core.saveDownload('invented', join(folder, 'x'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(api.downloads.prepare({ kind: 'csv', actorIds: ['nobody'], columns: ['actor'] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
})

test('the price of an image is that of the generator in force; an unknown one is said', async () => {
  expect(await api.plans.price()).toMatchObject({ priceUsd: { photorealistic: 0 }, problem: null })
  await api.settings.set({ scope: 'user', values: { generator: 'replicate' }, reset: [] })
  expect(await api.plans.price()).toMatchObject({ priceUsd: { photorealistic: 0.04 } })
  expect(await api.generators.models()).toContainEqual({ model: 'black-forest-labs/flux-kontext-pro', priceUsd: 0.04 })
  await api.settings.set({ scope: 'user', values: { replicateModel: 'somebody/new-model' }, reset: [] })
  const price = await api.plans.price()
  expect(price.priceUsd).toBeNull()
  expect(price.problem).toContain('somebody/new-model')
})
