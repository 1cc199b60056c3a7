import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { findServers } from '../../../../src/main/evaluation/openai-compatible/find-servers.ts'
import { LOCAL_PRESETS, presetsHere } from '../../../../src/main/evaluation/openai-compatible/presets.ts'
import { LOCAL_MODEL, startLocalServer } from '../../../support/local-server.ts'

it('finds the servers that answer, with their models, and sends no key', async () => {
  await using server = await startLocalServer()
  const preset = { name: 'Ollama', url: server.url }
  // Port 9 belongs to the discard service, which is never running.
  const absent = { name: 'LM Studio', url: 'http://127.0.0.1:9/v1' }
  expect(await findServers([preset, absent])).toEqual([{ ...preset, models: [LOCAL_MODEL, 'llava:latest'] }])
  expect(server.stats().keys).toEqual(['none'])
})

it.each([
  ['a web page', 200, '<!doctype html>', {}],
  ['another list', 200, '{"models":[]}', {}],
  ['an error', 500, '{"data":[]}', {}],
  ['a way to elsewhere', 302, '', { location: 'http://example.com/' }],
])('takes %s for no server', async (_, status, body, headers) => {
  const http = createServer((_request, response) => void response.writeHead(status, headers).end(body))
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  expect(await findServers([{ name: 'Ollama', url: `http://127.0.0.1:${port}/v1` }])).toEqual([])
  http.closeAllConnections()
  http.close()
})

it.each([
  ['', LOCAL_PRESETS[0].url],
  ['127.0.0.1:5000', 'http://127.0.0.1:5000/v1'],
  ['0.0.0.0', 'http://127.0.0.1:11434/v1'],
  ['http://localhost:8080', 'http://127.0.0.1:8080/v1'],
  ['[::1]:7000', 'http://[::1]:7000/v1'],
  ['gpu.example.com:11434', LOCAL_PRESETS[0].url],
  ['://', LOCAL_PRESETS[0].url],
])('OLLAMA_HOST “%s” is asked at %s', (host, url) => {
  expect(presetsHere({ OLLAMA_HOST: host }).map((preset) => preset.url)).toEqual([url, LOCAL_PRESETS[1].url])
})
