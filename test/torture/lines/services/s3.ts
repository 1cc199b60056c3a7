import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FakeAnswer, type FakeRequest, type FakeS3, startFakeS3 } from '../../../support/s3/fake.ts'
import { bucketEnvironment } from '../../bucket.ts'
import { checkSettled, filesBelow, type Finding, picturesOf, sha256, truthOf } from '../../checker.ts'
import { type Bench, copyOf, writeConfig, writeFixture } from '../../fixture.ts'
import { run } from '../../program.ts'
import { createLine, leftToLong, type Line } from '../../report.ts'
import { endedWrongly, pairsOf, tryAll } from './trials.ts'

const SECRET = 'torture-secret-0000000000000000000000000'
const KEYS = { accessKeyId: 'AKIDTORTURE', secretAccessKey: SECRET }
const PREFIX = 'set'

interface Trouble {
  readonly name: string
  readonly answer: FakeAnswer | 'drop'
}

const listing = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>bucket</Name><IsTruncated>false</IsTruncated>${inside}</ListBucketResult>`

const TROUBLES: readonly Trouble[] = [
  { name: 'dropped', answer: 'drop' },
  { name: '500', answer: { status: 500, code: 'InternalError' } },
  { name: '503', answer: { status: 503, code: 'SlowDown' } },
  { name: '403', answer: { status: 403, code: 'AccessDenied' } },
  { name: '404', answer: { status: 404, code: 'NoSuchBucket' } },
  { name: '409', answer: { status: 409, code: 'ConditionalRequestConflict' } },
  { name: '412', answer: { status: 412, code: 'PreconditionFailed' } },
  { name: '501', answer: { status: 501, code: 'NotImplemented' } },
  { name: 'an error without a text', answer: { status: 400 } },
  { name: 'an empty 200', answer: { status: 200, raw: '' } },
  { name: 'a page', answer: { status: 200, raw: '<!doctype html><title>Sign in</title>' } },
  { name: 'half of an answer', answer: { status: 200, raw: '<?xml version="1.0"?><ListBucketResult><Na' } },
  { name: 'a redirect', answer: { status: 301, code: 'PermanentRedirect' } },
]

/** Faults of listings only: outdated ones, and names that lead out of the library. */
const LYING: readonly Trouble[] = [
  { name: 'a list that lags', answer: { status: 200, raw: listing('') } },
  {
    name: 'a list that leads out',
    answer: {
      status: 200,
      raw: listing(
        `<Contents><Key>${PREFIX}/../../evil.jpg</Key><Size>3</Size><ETag>&quot;a&quot;</ETag><LastModified>2026-11-22T10:00:00.000Z</LastModified></Contents>`,
      ),
    },
  },
]

interface Fault extends Trouble {
  readonly on: 'list' | 'PUT' | 'HEAD' | 'GET' | 'DELETE'
}

const ALONE: readonly Fault[] = (['list', 'PUT', 'HEAD', 'GET', 'DELETE'] as const).flatMap((on) =>
  [...TROUBLES, ...(on === 'list' ? LYING : [])].map((trouble) => ({ ...trouble, on, name: `${on}: ${trouble.name}` })),
)

interface Trial {
  readonly name: string
  readonly faults: readonly Fault[]
}

function trialsOf({ long, random }: Bench): readonly Trial[] {
  const singles = long ? ALONE : ALONE.filter((_, i) => i % 24 === 13)
  return [...singles.map((one) => [one]), ...pairsOf(ALONE, long ? 20 : 1, random)].map((faults) => ({
    name: faults.map(({ name }) => name).join(' and '),
    faults,
  }))
}

/** Syncs while the store fails and returns wrong data: local files do not change, and a later sync without faults completes the store. */
export async function s3Line(bench: Bench): Promise<Line> {
  const line = createLine('S3 fails')
  const template = await bench.folder('s3')
  await writeFixture(join(template, 'data'))
  await writeConfig(join(template, 'config'))
  await tryAll(bench, line, trialsOf(bench), (trial) => tried(bench, template, trial))
  if (!bench.long) leftToLong(line, ['every other fault alone, and more of them in pairs'])
  return line
}

const isOn = ({ on }: Fault, { method, key }: FakeRequest): boolean =>
  on === 'list' ? method === 'GET' && key === '' : method === on && key !== ''

/** Injects faults. Each lasts for two requests, because the client retries once. */
function failWith(fake: FakeS3, faults: readonly Fault[]): void {
  const left = faults.map((fault) => ({ fault, times: 2 }))
  fake.intercept = (request) => {
    const next = left.find(({ fault, times }) => times > 0 && isOn(fault, request))
    if (next) next.times -= 1
    return next?.fault.answer
  }
}

async function tried(bench: Bench, template: string, { faults }: Trial): Promise<readonly Finding[]> {
  const dir = await copyOf(template, await bench.folder('s3-copy'))
  const library = join(dir, 'data')
  const fake = await startFakeS3(5)
  const findings: Finding[] = []
  const sync = async (what: string, ...more: string[]): Promise<void> => {
    const args = ['sync', '--store', `s3://${fake.bucket}/${PREFIX}`, ...more, library]
    const env = { ...bucketEnvironment(fake.endpoint, KEYS), EVENCAST_TEST_HASTE: '40' }
    findings.push(
      ...endedWrongly(what, await run(bench.program, args, { configDir: join(dir, 'config'), env }), SECRET),
    )
  }
  try {
    await sync('the first sync')
    // Prepare one upload and one removal.
    await writeFile(join(library, 'actors/ann/training_data/ann_1.txt'), 'another caption')
    const truth = await truthOf(library)
    const before = JSON.stringify(await picturesOf(library))
    failWith(fake, faults)
    await sync('a sync that meets the fault', '--delete')
    fake.intercept = () => undefined
    await sync('the next sync')
    if (JSON.stringify(await picturesOf(library)) !== before)
      findings.push({ kind: 'lost', what: 'pictures here were changed by what the store said' })
    const there = new Set([...fake.objects.values()].map(({ data }) => sha256(data)))
    for (const file of await filesBelow(join(library, 'actors')))
      if (/\.(?:jpg|png|txt)$/.test(file.path) && !there.has(file.sha256))
        findings.push({ kind: 'lost', what: `${file.path} is not in the store` })
    if ((await filesBelow(dir)).some(({ path }) => path.endsWith('evil.jpg')))
      findings.push({ kind: 'let in', what: 'a name in a list led out of the library' })
    return [...findings, ...(await checkSettled(library, truth))]
  } finally {
    await fake.close()
    await rm(dir, { recursive: true, force: true })
  }
}
