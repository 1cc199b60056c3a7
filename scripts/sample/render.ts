/**
 * `npm run sample`: renders the sample library into `resources/sample`, which the app ships. Takes about a minute and a half. With
 * `--check` it renders into a temporary folder and lists the shipped files that would differ.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ROOT } from '../build.ts'
import { makeSample } from './make-sample.ts'

const SHIPPED = join(ROOT, 'resources/sample')
const LIMIT_BYTES = 8_000_000

/** Returns the bytes of every file below a folder, by relative path. */
async function contents(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(await Promise.all(files.map(async (file) => [relative(folder, file), await readFile(file)] as const)))
}

async function check(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'evencast-sample-'))
  try {
    await makeSample({ folder })
    const [now, shipped] = await Promise.all([contents(folder), contents(SHIPPED)])
    const names = [...new Set([...now.keys(), ...shipped.keys()])].sort()
    const other = names.filter((name) => !now.get(name)?.equals(shipped.get(name) ?? Buffer.alloc(0)))
    for (const name of other) console.log(`differs: ${name}`)
    console.log(`${names.length - other.length} of ${names.length} files are as shipped`)
    return other.length === 0
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function renderAgain(): Promise<boolean> {
  await rm(SHIPPED, { recursive: true, force: true })
  await makeSample({ folder: SHIPPED, onFile: (path) => console.log(relative(ROOT, path)) })
  const bytes = [...(await contents(SHIPPED)).values()].reduce((sum, file) => sum + file.length, 0)
  console.log(`${(bytes / 1e6).toFixed(1)} MB of at most ${LIMIT_BYTES / 1e6} MB`)
  return bytes <= LIMIT_BYTES
}

const ok = process.argv.includes('--check') ? await check() : await renderAgain()
if (!ok) process.exitCode = 1
