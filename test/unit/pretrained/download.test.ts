import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fetchPackFile } from '../../../src/main/pretrained/download.ts'
import { temporaryFolder } from '../../support/library.ts'
import { startFileServer } from '../../support/tiny-models.ts'

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 251))
const sha256 = createHash('sha256').update(content).digest('hex')
const files = new Map([['net.onnx', content]])

async function prepare() {
  const cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await temporaryFolder())
  const server = cleanup.use(await startFileServer(files))
  const file = { name: 'net.onnx', url: `${server.url}/a/b/net.onnx`, bytes: content.length, sha256 }
  return { folder: folder.path, server, file, [Symbol.asyncDispose]: () => cleanup.disposeAsync() }
}

test('a download that broke off goes on where it stopped, and what is there is not fetched again', async () => {
  await using set = await prepare()
  const { folder, server, file } = set
  server.state.cutAfter = 100_000
  await expect(fetchPackFile(file, folder)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('continue'),
  })
  const there = (await stat(join(folder, 'net.onnx'))).size
  expect(there).toBeGreaterThan(0)
  expect(there).toBeLessThan(content.length)

  server.state.cutAfter = null
  const told: number[] = []
  const path = await fetchPackFile(file, folder, { onBytes: (bytes) => told.push(bytes) })
  expect(server.asked.at(-1)).toEqual({ path: '/a/b/net.onnx', range: `bytes=${there}-` })
  expect(told.at(-1)).toBe(content.length)
  expect(await readFile(path)).toEqual(content)

  const requests = server.asked.length
  await fetchPackFile(file, folder)
  expect(server.asked).toHaveLength(requests)
})

test('a server without ranges sends all of it, and it is right all the same', async () => {
  await using set = await prepare()
  await writeFile(join(set.folder, 'net.onnx'), content.subarray(0, 5000))
  set.server.state.ranges = false
  expect(await readFile(await fetchPackFile(set.file, set.folder))).toEqual(content)
})

test('another file than the published one is thrown away', async () => {
  await using set = await prepare()
  const wrong = { ...set.file, sha256: 'ab'.repeat(32) }
  await expect(fetchPackFile(wrong, set.folder)).rejects.toMatchObject({
    code: 'UPSTREAM',
    message: expect.stringContaining('checksum'),
  })
  await expect(stat(join(set.folder, 'net.onnx'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a mirror has the files side by side or at the same paths; a folder may have them too', async () => {
  await using set = await prepare()
  await using other = await temporaryFolder()
  const file = { ...set.file, url: 'https://publisher.invalid/a/b/net.onnx' }
  expect(await readFile(await fetchPackFile(file, set.folder, { from: `${set.server.url}/mirror/` }))).toEqual(content)
  expect(set.server.asked[0]?.path).toBe('/mirror/net.onnx')
  expect(await readFile(await fetchPackFile(file, other.path, { from: set.folder }))).toEqual(content)
})

test('what cannot be reached or is not there is said with the host and the file', async () => {
  await using set = await prepare()
  const lost = { ...set.file, url: `${set.server.url}/lost.onnx` }
  await expect(fetchPackFile(lost, set.folder)).rejects.toMatchObject({ message: expect.stringContaining('404') })
  const nowhere = { ...set.file, url: 'http://127.0.0.1:9/net.onnx' }
  await expect(fetchPackFile(nowhere, set.folder)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('127.0.0.1:9'),
  })
})

test('a longer file than the published one is not taken to its end', async () => {
  await using set = await prepare()
  const shorter = { ...set.file, bytes: 1000 }
  await expect(fetchPackFile(shorter, set.folder)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect((await stat(join(set.folder, 'net.onnx'))).size).toBeLessThanOrEqual(1000)
})
