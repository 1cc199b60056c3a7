import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { photograph } from '../../support/library.ts'
import { checkSettled, type Finding, truthOf } from '../checker.ts'
import { type Bench, writeConfig, writeFixture } from '../fixture.ts'
import { argumentsOf, environmentOf } from '../program.ts'
import { createLine, leftToLong, type Line, outOfTime, record } from '../report.ts'

/** A command over a few hostile files may take this much, and no more. */
const MOST_MS = 90_000
const MOST_BYTES = 1.6 * 1024 ** 3

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A picture of a few kilobytes that decodes to `side` squared. */
function bomb(side: number, before: readonly Buffer[] = []): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(Math.min(side * (side * 3 + 1), 64 * 1024 * 1024)), { level: 9 })
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), ...before, chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

const textChunk = (): Buffer =>
  chunk(
    'zTXt',
    Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(8 * 1024 * 1024, 65), { level: 9 })]),
  )

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><image xlink:href="file:///etc/passwd"/></svg>`

type Made = readonly [name: string, make: (file: string, sound: Buffer) => Promise<void> | void]
const nameOf = ([name]: Made): string => name

/** Files that are not what they are called, or are far more than they seem. */
const CORPUS: readonly Made[] = [
  ['30000 pixels a side.png', (file) => writeFile(file, bomb(30_000))],
  ['2 billion pixels a side.png', (file) => writeFile(file, bomb(0x7fffffff >> 4))],
  ['a hundred packed texts.png', (file) => writeFile(file, bomb(64, Array.from({ length: 100 }, textChunk)))],
  ['sparse.jpg', async (file) => (await writeFile(file, ''), await truncate(file, 1.9 * 1024 ** 3))],
  ['cut.jpg', (file, sound) => writeFile(file, sound.subarray(0, sound.length / 2))],
  ['empty.jpg', (file) => writeFile(file, '')],
  ['a drawing.png', (file) => writeFile(file, SVG)],
  ['a page.jpg', (file) => writeFile(file, '<!doctype html><script>alert(1)</script>')],
  [
    'with an archive.jpg',
    (file, sound) => writeFile(file, Buffer.concat([sound, Buffer.from('PK\u0003\u0004'), Buffer.alloc(5000, 1)])),
  ],
  [
    'a page in a picture.jpg',
    (file, sound) => writeFile(file, Buffer.concat([sound, Buffer.from('<script>alert(1)</script>')])),
  ],
  ['noise.webp', (file) => writeFile(file, Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251)))],
  [
    'a wrong length.jpg',
    (file, sound) => writeFile(file, Buffer.concat([sound.subarray(0, 20), Buffer.alloc(60_000, 0xff)])),
  ],
  ['pipe.jpg', (file) => void execFileSync('mkfifo', [file])],
  ['a folder.jpg', (file) => mkdir(file)],
  ['a device.jpg', (file) => void execFileSync('ln', ['-s', '/dev/zero', file])],
]

/** Every one of them by itself in a library, under limits of memory and time. */
export async function imagesLine(bench: Bench): Promise<readonly Line[]> {
  const line = createLine('hostile pictures')
  const isInShort = (_: unknown, i: number): boolean => i % 5 === 2
  const waiting = bench.long ? [...CORPUS] : CORPUS.filter(isInShort)
  const left = bench.long ? [] : CORPUS.filter((_, i) => !isInShort(_, i))
  for (let one = waiting.shift(); one; one = bench.timeLeft() ? waiting.shift() : undefined) {
    const [name, make] = one
    const dir = await bench.folder('images')
    const [library, configDir] = [join(dir, 'data'), join(dir, 'config')]
    await writeFixture(library)
    await writeConfig(configDir)
    const truth = await truthOf(library)
    const extension = name.slice(name.lastIndexOf('.'))
    await make(join(library, 'actors/ann/training_data', `ann_50${extension}`), await photograph(9))
    const findings: Finding[] = []
    for (const args of [
      ['plan', '--all'],
      ['snapshot', 'create'],
    ])
      findings.push(...(await limited(bench, args, library, configDir)))
    findings.push(...(await checkSettled(library, truth)).filter(({ what }) => !what.includes('ann_50')))
    record(line, name, findings)
  }
  outOfTime(line, waiting.map(nameOf))
  leftToLong(line, left.map(nameOf))
  return [line]
}

async function limited(
  bench: Bench,
  args: readonly string[],
  library: string,
  configDir: string,
): Promise<readonly Finding[]> {
  const child = spawn(process.execPath, argumentsOf(bench.program, [...args, library]), {
    cwd: configDir,
    env: environmentOf({ configDir }, ''),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
  let peak = 0
  const watching = setInterval(() => {
    void readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (status) => (peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024)),
      () => undefined,
    )
  }, 50)
  const hangs = setTimeout(() => child.kill('SIGKILL'), MOST_MS)
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  clearTimeout(hangs)
  clearInterval(watching)
  const what = `${args[0]} ended with ${signal ?? code}, ${Math.round(peak / 1024 ** 2)} MiB: ${stderr.slice(-200)}`
  return code === null || peak > MOST_BYTES ? [{ kind: 'broken', what }] : []
}
