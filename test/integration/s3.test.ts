import { execFile, spawn } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { openBucket } from '../../src/main/storage/s3/bucket.ts'
import { createClient } from '../../src/main/storage/s3/client.ts'
import { createS3Store, type S3Options } from '../../src/main/storage/s3/create.ts'
import { listBucket } from '../../src/main/storage/s3/list.ts'
import { parseLocation } from '../../src/main/storage/s3/location.ts'
import type { WritePromises } from '../../src/main/storage/s3/write-promises.ts'
import { sync, type SyncOptions } from '../../src/main/storage/sync.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder, writeLibrary } from '../support/library.ts'
import { startBetween } from '../support/s3/between.ts'
import { missing } from '../support/s3/packages.ts'
import { startServers } from '../support/s3/servers.ts'
import { fileState } from '../support/s3/sync-state.ts'
import { describeStore } from '../support/store-contract.ts'
import { localFiles } from '../unit/storage/local-files.ts'
import { listAll, memoryState, named, tempFolder, write } from '../unit/storage/support.ts'

const exec = promisify(execFile)
const FILES = 200
/** The default concurrency of a sync. */
const UPLOADS_AT_ONCE = 32
const BUCKET = 'evencast'
const servers = await startServers()
const PEERS = { aws: await missing({ aws: 'awscli' }), rclone: await missing({ rclone: 'rclone' }) }
for (const [peer, why] of Object.entries(PEERS)) if (why !== null) console.warn(`SKIPPED: ${peer} ${why}`)

afterAll(async () => {
  await Promise.all(servers.map(async ({ server }) => server?.stop()))
})

for (const { name, server, why } of servers) {
  if (!server) {
    describe.skip(`${name}: ${why}`, () => {
      test('the whole suite', () => {})
    })
    continue
  }
  const { endpoint, credentials } = server
  const memory = new Map<string, WritePromises>()
  const s3 = (prefix: string, more: Partial<S3Options> = {}): S3Options => ({
    url: `s3://${BUCKET}/${prefix}`,
    endpoint,
    credentials,
    memory,
    env: {},
    ...more,
  })
  const clientOf = (more: Partial<S3Options> = {}) => {
    const options = s3('', more)
    return createClient(parseLocation(options), options)
  }
  await clientOf().send(new CreateBucketCommand({ Bucket: BUCKET }))

  /** Prepares a library of small files and a prefix in the bucket. */
  async function setup(count = FILES) {
    const dir = await tempFolder()
    const library = join(dir, 'library')
    const prefix = randomUUID()
    const keys: string[] = []
    for (let n = 1; n <= count; n++) {
      const key = `actors/bo ${n % 10}/training_data/bö+${n}.jpg`
      await write(library, key, randomBytes(50 + n).toString('hex'))
      keys.push(key)
    }
    const between = await startBetween(endpoint)
    onTestFinished(() => between.close())
    const store = createS3Store(s3(prefix, { endpoint: between.endpoint }))
    const state = memoryState()
    const run = async (options: Partial<SyncOptions> = {}) =>
      named(await sync({ store, local: await localFiles(library), state, trashId: randomUUID(), ...options }))
    const first = () => keys[0]!
    return { dir, library, prefix, keys: keys.sort(), first, between, store, state, run }
  }

  describeStore(name, async () => createS3Store(s3(`contract/${randomUUID()}`)))

  describe(name, () => {
    test(`${FILES} files arrive; the next sync lists, and does nothing else`, async () => {
      const { library, between, store, keys, run } = await setup()
      const done = await run()
      expect(done).toMatchObject({ failed: [], conflicts: [] })
      expect([...done.uploaded].sort()).toEqual(keys)
      expect((await listAll(store)).map(({ key }) => key).sort()).toEqual(keys)
      for (const key of keys.slice(0, 5)) {
        const content = await readFile(join(library, key))
        expect(await store.sha256(key)).toBe(createHash('sha256').update(content).digest('hex'))
      }
      between.seen.length = 0
      expect(await run()).toMatchObject({
        uploaded: [],
        downloaded: [],
        deleted: [],
        conflicts: [],
        failed: [],
        bytes: 0,
      })
      expect(between.seen).toEqual([`GET /${BUCKET}/`])
    })

    test('another machine finds it all equal without reading any content', async () => {
      const { between, run, keys } = await setup(30)
      await run()
      between.seen.length = 0
      const state = memoryState()
      expect(await run({ state })).toMatchObject({ uploaded: [], conflicts: [], failed: [] })
      expect(state.records.size).toBe(keys.length)
      expect(
        between.seen.filter((request) => request.startsWith('GET')).every((request) => request === `GET /${BUCKET}/`),
      ).toBe(true)
    })

    test('what is deleted here is removed there, and both come back', async () => {
      const { library, store, run, keys, first } = await setup(25)
      await run()
      const content = await readFile(join(library, first()))
      await rm(join(library, first()))
      const trashId = randomUUID()
      expect(await run({ delete: true, trashId })).toMatchObject({ deleted: [first()], failed: [] })
      expect((await listAll(store)).map(({ key }) => key)).not.toContain(first())
      await store.restore(first(), trashId)
      expect((await listAll(store)).map(({ key }) => key).sort()).toEqual(keys)
      const fetched = await run({
        download: () => true,
        library: {
          tempFile: () => join(library, '../fetched'),
          async place(temp, key) {
            await writeFile(join(library, key), await readFile(temp), { flag: 'wx' })
            return { key, file: join(library, key), bytes: 0, stamp: '', sha256: null }
          },
          drop: () => Promise.reject(new Error('not asked for')),
          replace: () => Promise.reject(new Error('not asked for')),
          keepBoth: () => Promise.reject(new Error('not asked for')),
        },
      })
      expect(fetched).toMatchObject({ downloaded: [first()], failed: [] })
      expect(await readFile(join(library, first()))).toEqual(content)
    })

    test('a listing that fails removes nothing', async () => {
      const { library, between, store, run, keys, first } = await setup(12)
      await run()
      await rm(join(library, first()))
      between.watch = (method, path) => (method === 'GET' && path === `/${BUCKET}/` ? 403 : undefined)
      between.seen.length = 0
      await expect(run({ delete: true })).rejects.toThrow('not allowed to list objects')
      expect(new Set(between.seen)).toEqual(new Set([`GET /${BUCKET}/`]))
      between.watch = () => undefined
      expect((await listAll(store)).map(({ key }) => key).sort()).toEqual(keys)
    })

    test('a process killed in the middle leaves what the next one completes', async () => {
      const { dir, library, prefix, between, store, run, keys } = await setup()
      const stateFile = join(dir, 'state.jsonl')
      const script = join(import.meta.dirname, '../support/s3-sync-child.ts')
      const child = spawn(process.execPath, [script, library, stateFile, store.url, between.endpoint], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          ...process.env,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        },
      })
      let puts = 0
      between.watch = (method) => {
        if (method === 'PUT' && ++puts === FILES / 2) child.kill('SIGKILL')
        return undefined
      }
      const [, signal] = await once(child, 'exit')
      expect(signal).toBe('SIGKILL')
      between.watch = () => undefined
      const before = (await listAll(store)).length
      expect(before).toBeGreaterThan(FILES / 4)
      expect(before).toBeLessThan(FILES)
      const state = fileState(stateFile)
      const resumed = await run({ state })
      expect(resumed).toMatchObject({ failed: [], conflicts: [], deleted: [] })
      expect(resumed.uploaded.length, 'nothing is sent twice').toBeLessThanOrEqual(FILES - before)
      // The killed process's last uploads may have arrived after the count.
      expect(resumed.uploaded.length).toBeGreaterThanOrEqual(FILES - before - UPLOADS_AT_ONCE)
      expect((await listAll(store)).map(({ key }) => key).sort()).toEqual(keys)
      expect(
        state
          .page('', FILES + 1)
          .map(([key]) => key)
          .sort(),
      ).toEqual(keys)
      const trash = new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `${prefix}/.trash/` })
      const kept = (await clientOf().send(trash)).Contents ?? []
      expect(
        kept.filter(({ Key }) => !Key?.includes('/probe-')),
        'nothing was replaced',
      ).toEqual([])
    })

    test('pages follow each other, the trash is jumped over, odd names of others do no harm', async () => {
      const { prefix, store, run, keys } = await setup(25)
      await run()
      const options = s3(prefix)
      const location = parseLocation(options)
      const odd = ['con\u0001trol', 'x//y', 'a+b c%41', '.trash.jpg', ...[1, 2, 3, 4, 5, 6].map((n) => `.trash/t/${n}`)]
      for (const key of odd)
        await clientOf().send(new PutObjectCommand({ Bucket: BUCKET, Key: `${prefix}/${key}`, Body: 'x' }))
      const listed: string[] = []
      for await (const { key } of listBucket(openBucket(location, options), location.prefix, undefined, 4))
        listed.push(key)
      expect(listed.sort()).toEqual([...keys, ...odd.slice(0, 4)].sort())
      expect(await run({ delete: true })).toMatchObject({ deleted: [], uploaded: [], conflicts: [] })
      expect((await listAll(store)).length).toBe(listed.length)
    })

    test('what is wrong is said in words', async () => {
      const wrong = (more: Partial<S3Options>) => createS3Store(s3('x', more)).testConnection()
      await expect(wrong({ url: 's3://nosuchbucket' })).rejects.toThrow(/no bucket “nosuchbucket”/)
      await expect(wrong({ credentials: { ...credentials, secretAccessKey: 'WRONGSECRET' } })).rejects.toThrow(
        /secret key does not match/,
      )
      await expect(wrong({ endpoint: endpoint.replace('http:', 'https:') })).rejects.toThrow(/does not speak TLS/)
      // Ceph ignores the region.
      if (name === 'Swift s3api')
        await expect(wrong({ region: 'eu-west-7' })).rejects.toThrow(/is in the region us-east-1, not in eu-west-7/)
    })

    test('a right that is lacking is named when the connection is tested', async () => {
      const between = await startBetween(endpoint)
      onTestFinished(() => between.close())
      const store = createS3Store(s3('rights', { endpoint: between.endpoint }))
      for (const [forbidden, word] of [
        ['GET', 'list'],
        ['PUT', 'write'],
        ['DELETE', 'delete'],
      ]) {
        between.watch = (method) => (method === forbidden ? 403 : undefined)
        await expect(store.testConnection(), word).rejects.toThrow(`not allowed to ${word} objects`)
      }
      between.watch = () => undefined
      await store.testConnection()
    })

    test('the trash of the app brings copies back from the store, and empties both', async () => {
      await using folder = await temporaryFolder()
      const root = join(folder.path, 'library')
      await writeLibrary(root, { actors: ['alice'], images: 6 })
      await mkdir(join(root, '.evencast'))
      const prefix = randomUUID()
      const settings = {
        total: 4,
        store: `s3://${BUCKET}/${prefix}`,
        storeEndpoint: endpoint,
        storeRegion: 'us-east-1',
      }
      await mkdir(join(folder.path, 'config'))
      await writeFile(join(folder.path, 'config/settings.json'), JSON.stringify(settings))
      const env = { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey }
      await using core = await testCore(join(folder.path, 'config'), { env })
      const library = await core.open(root)
      const under = async (part: string) => {
        const command = new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `${prefix}/${part}` })
        const found = (await clientOf().send(command)).Contents ?? []
        return found.map(({ Key }) => Key ?? '').filter((key) => key.endsWith('.jpg'))
      }
      await library.plan('all')
      await library.sync({})
      const all = await under('actors/')
      expect(all).toHaveLength(6)
      await library.execute('all', { deleteOnly: true })
      const left = await under('actors/')
      expect(left.length).toBeLessThan(6)
      await library.undo()
      expect(await under('actors/')).toEqual(all)

      const file = join(root, 'actors/alice/training_data/alice_1.jpg')
      const content = await readFile(file)
      const removeByHand = async () => {
        await rm(file)
        const { deleted } = await library.sync({ delete: true })
        expect(deleted).toEqual(['actors/alice/training_data/alice_1.jpg'])
      }
      await removeByHand()
      const [item] = await library.trash.list()
      expect(await library.trash.restore([item!.id])).toBe(1)
      expect([await readFile(file), await under('actors/')]).toEqual([content, all])
      await removeByHand()
      expect((await library.trash.empty()).store).toMatchObject({ problem: null })
      expect([(await under('actors/')).length, await under('.trash/')]).toEqual([5, []])
    })

    test.skipIf(PEERS.aws !== null)(
      `the AWS CLI lists what was written${PEERS.aws ? `: ${PEERS.aws}` : ''}`,
      async () => {
        const { run, prefix, library, keys } = await setup(20)
        await run()
        const env = {
          ...process.env,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          AWS_REGION: 'us-east-1',
          PYTHONUTF8: '1',
          LC_ALL: 'C.UTF-8',
        }
        const { stdout } = await exec(
          'aws',
          ['--endpoint-url', endpoint, 's3', 'ls', '--recursive', `s3://${BUCKET}/${prefix}/`],
          { env },
        )
        const lines = stdout
          .trim()
          .split('\n')
          .map((line) => /^\S+ \S+ +(\d+) (.*)$/.exec(line)?.slice(1))
        const expected = (await localFiles(library)).map(({ key, bytes }) => [String(bytes), `${prefix}/${key}`])
        expect(lines.length).toBe(keys.length)
        expect(new Set(lines.map(String))).toEqual(new Set(expected.map(String)))
      },
    )

    test.skipIf(PEERS.rclone !== null)(
      `rclone finds both sides equal${PEERS.rclone ? `: ${PEERS.rclone}` : ''}`,
      async () => {
        const { dir, run, prefix, library, first } = await setup(20)
        await run()
        await write(library, first(), 'changed')
        await run()
        const env = {
          ...process.env,
          // Its old version does not support a certificate bundle in this way.
          AWS_CA_BUNDLE: undefined,
          RCLONE_CONFIG: join(dir, 'rclone.conf'),
          RCLONE_CONFIG_S_TYPE: 's3',
          RCLONE_CONFIG_S_PROVIDER: 'Other',
          RCLONE_CONFIG_S_ENDPOINT: endpoint,
          RCLONE_CONFIG_S_REGION: 'us-east-1',
          RCLONE_CONFIG_S_ACCESS_KEY_ID: credentials.accessKeyId,
          RCLONE_CONFIG_S_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        }
        const check = () =>
          exec('rclone', ['check', library, `s:${BUCKET}/${prefix}`, '--exclude', '/.trash/**'], { env })
        expect((await check()).stderr).toContain('0 differences found')
        await write(library, first(), 'altered')
        await expect(check(), 'it compares content').rejects.toThrow(/1 differences found/)
      },
    )
  })

  describe(`${name}: why it is not trusted`, () => {
    const client = clientOf()
    const put = (Key: string, more: object = {}) =>
      client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Buffer.from('x'), ...more }))
    const statusOf = (error: { $metadata?: { httpStatusCode?: number } }) => error.$metadata?.httpStatusCode

    test('the probe tells which conditions on writes it keeps', async () => {
      const kept = await createS3Store(s3('probe')).testConnection()
      expect(kept).toEqual({ ifNoneMatch: name === 'Ceph RGW', ifMatch: name === 'Ceph RGW' ? 'plain' : false })
      const { ETag } = await put('conditions')
      const status = await put('conditions', { IfMatch: ETag }).catch(statusOf)
      expect(status, 'refused although it holds').toBe(name === 'Ceph RGW' ? 412 : 501)
    })

    test.runIf(name === 'Ceph RGW')('it deletes whatever the condition', async () => {
      await put('precious')
      await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'precious', IfMatch: '"other"' }))
      const found = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'precious' }))
      expect(found.KeyCount).toBe(0)
    })

    test("a stream under the client's default checksums is refused", async () => {
      const location = parseLocation(s3(''))
      const trusting = createClient({ ...location, isAws: true }, { credentials })
      const Body = Readable.from([Buffer.from('streamed')])
      const command = new PutObjectCommand({ Bucket: BUCKET, Key: 'streamed', Body, ContentLength: 8 })
      const status = await trusting.send(command).then(() => 200, statusOf)
      expect([411, 501, 400]).toContain(status)
    })

    test('a batch of deletions by the client has no Content-MD5, which Swift demands', async () => {
      await put('batch')
      const command = new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: [{ Key: 'batch' }] } })
      const status = await client.send(command).then(({ $metadata }) => $metadata.httpStatusCode, statusOf)
      expect(status).toBe(name === 'Ceph RGW' ? 200 : 400)
    })

    test.runIf(name === 'Swift s3api')('one control character breaks a listing that is not URL-encoded', async () => {
      await put('control/con\u0001trol')
      const list = (more: object) =>
        client
          .send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'control/', ...more }))
          .then(({ KeyCount }) => KeyCount, statusOf)
      expect(await list({ EncodingType: 'url' })).toBe(1)
      expect(await list({})).toBe(500)
    })
  })
}
