import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Stored {
  readonly data: Buffer
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
  readonly at: Date
}

export interface FakeRequest {
  readonly method: string
  /** The decoded key without the bucket; empty for the bucket itself. */
  readonly key: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

export interface FakeAnswer {
  readonly status: number
  readonly code?: string
  /** Additional XML inside the error. */
  readonly extra?: string
  readonly headers?: Record<string, string>
  /** Body in place of XML. */
  readonly raw?: string
}

export interface FakeS3 {
  readonly endpoint: string
  readonly bucket: string
  /** Stored objects by key. */
  readonly objects: Map<string, Stored>
  /** `METHOD key` of each request, in order. */
  readonly requests: string[]
  /** Computes an ETag; by default the MD5 in hex. */
  etagOf: (data: Buffer) => string
  /** Replaces the server's answer when it returns one; 'hang' never answers. */
  intercept: (request: FakeRequest) => FakeAnswer | 'hang' | 'drop' | undefined
  close(): Promise<void>
}

/**
 * Starts a server with the semantics of Amazon S3 that Evencast relies on: conditional writes, ETags, pages, Content-MD5, copies. It
 * accepts any signature and keeps everything in memory.
 */
export async function startFakeS3(pageSize = 1000): Promise<FakeS3> {
  const bucket = 'bucket'
  const objects = new Map<string, Stored>()
  const requests: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(`http://host${request.url ?? '/'}`)
    // URL would resolve dots, but the SDK sends keys unchanged.
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    const [, name = '', ...rest] = path.split('/')
    const asked: FakeRequest = {
      method: request.method ?? 'GET',
      key: decodeURIComponent(rest.join('/')),
      query: url.searchParams,
      headers: request.headers,
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      requests.push(`${asked.method} ${asked.key}`)
      const answer = fake.intercept(asked)
      if (answer === 'hang') return
      if (answer === 'drop') return void request.socket.destroy()
      if (answer) return fail(response, answer)
      if (name !== bucket) return fail(response, { status: 404, code: 'NoSuchBucket' })
      if (asked.key === '') return list(response, asked.query)
      handle(response, asked, Buffer.concat(chunks))
    })
  })

  function handle(response: ServerResponse, { method, key, headers }: FakeRequest, data: Buffer): void {
    const there = objects.get(key)
    if (method === 'DELETE') {
      objects.delete(key)
      return void response.writeHead(204).end()
    }
    if (method === 'PUT') {
      if (headers['x-amz-copy-source'] !== undefined) return copy(response, key, String(headers['x-amz-copy-source']))
      const digest = createHash('md5').update(data).digest('base64')
      const etag = fake.etagOf(data)
      const md5 = headers['content-md5']
      if (md5 !== undefined && md5 !== digest) return fail(response, { status: 400, code: 'BadDigest' })
      const ifMatch = headers['if-match']
      if ((headers['if-none-match'] === '*' && there) || (ifMatch !== undefined && ifMatch !== `"${there?.etag}"`))
        return fail(response, { status: 412, code: 'PreconditionFailed' })
      const kept = Object.entries(headers).filter(([header]) => /^(content-type$|x-amz-meta-)/.test(header))
      objects.set(key, {
        data,
        etag,
        headers: Object.fromEntries(kept.map(([k, v]) => [k, String(v)])),
        at: new Date(),
      })
      return void response.writeHead(200, { etag: `"${etag}"` }).end()
    }
    if (!there) return fail(response, { status: 404, code: 'NoSuchKey' }, method === 'HEAD')
    response.writeHead(200, {
      ...there.headers,
      etag: `"${there.etag}"`,
      'content-length': there.data.length,
      'last-modified': there.at.toUTCString(),
    })
    response.end(method === 'HEAD' ? undefined : there.data)
  }

  function copy(response: ServerResponse, key: string, source: string): void {
    const from = objects.get(decodeURIComponent(source).split('/').slice(1).join('/'))
    if (!from) return fail(response, { status: 404, code: 'NoSuchKey' })
    objects.set(key, { ...from, at: new Date() })
    xml(response, 200, `<CopyObjectResult><ETag>"${from.etag}"</ETag></CopyObjectResult>`)
  }

  function list(response: ServerResponse, query: URLSearchParams): void {
    const prefix = query.get('prefix') ?? ''
    const after = query.get('continuation-token') ?? query.get('start-after') ?? ''
    const size = Math.min(pageSize, Number(query.get('max-keys') ?? pageSize))
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && compare(key, after) > 0).sort(compare)
    const page = keys.slice(0, size)
    const encode = (key: string) => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/')
    const contents = page.map((key) => {
      const { data, etag, at } = objects.get(key)!
      return `<Contents><Key>${encode(key)}</Key><Size>${data.length}</Size><ETag>&quot;${etag}&quot;</ETag><LastModified>${at.toISOString()}</LastModified></Contents>`
    })
    const more = keys.length > size
    const next = more ? `<NextContinuationToken>${escape(page.at(-1) ?? '')}</NextContinuationToken>` : ''
    xml(
      response,
      200,
      `<ListBucketResult><Name>bucket</Name><EncodingType>url</EncodingType><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
    )
  }

  const fake: FakeS3 = {
    endpoint: '',
    bucket,
    objects,
    requests,
    etagOf: (data) => createHash('md5').update(data).digest('hex'),
    intercept: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(fake, { endpoint: `http://127.0.0.1:${port}` })
}

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function xml(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/xml', ...headers })
  response.end(`<?xml version="1.0" encoding="UTF-8"?>${body}`)
}

function fail(response: ServerResponse, { status, code, extra, headers, raw }: FakeAnswer, headOnly = false): void {
  if (headOnly) return void response.writeHead(status).end()
  if (raw !== undefined) return void response.writeHead(status, { ...headers }).end(raw)
  const body = `<Error><Code>${code}</Code><Message>of AKIDSECRET</Message>${extra ?? ''}</Error>`
  xml(response, status, code === undefined ? '' : body, headers)
}
