import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import Sqlite from 'better-sqlite3'

/** Checks a library without the program's own code: which files exist, whether they are complete, and whether their content is right. */

export interface SeenFile {
  /** Relative to the library, with forward slashes. */
  readonly path: string
  readonly sha256: string
  readonly bytes: Buffer
}

/** Facts that must hold for a library at any instant. */
export interface Truth {
  /** SHA-256 of every original file, with its path. */
  readonly originals: ReadonlyMap<string, string>
  /** Content hash by image name: a name must never refer to another content. Grows. */
  readonly names: Map<string, string>
}

const IMAGE = /\.(?:jpe?g|png|webp)$/i
/** Names of files that are being written or were when their writer was killed. Only these may be incomplete. */
const TEMPORARY = /(?:\.tmp|\.part|\.object)$/
const LEFTOVER = /(?:\.tmp|\.part|\.object)$|\/unsettled$/
/** A content-addressed file of the snapshots, named by its hash. */
const KEPT = /^\.evencast\/snapshots\/objects\/.*([0-9a-f]{64})$/

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Returns every file below a folder, except those that disappear before they are read. */
export async function filesBelow(root: string): Promise<readonly SeenFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const seen = await Promise.all(
    files.map(async (file): Promise<readonly SeenFile[]> => {
      const bytes = await readFile(file).catch(() => null)
      return bytes ? [{ path: relative(root, file).replaceAll('\\', '/'), sha256: sha256(bytes), bytes }] : []
    }),
  )
  return seen.flat()
}

const isOriginal = ({ path }: SeenFile): boolean => path.startsWith('actors/') && IMAGE.test(path)

export async function truthOf(root: string): Promise<Truth> {
  const originals = (await filesBelow(root)).filter(isOriginal)
  return {
    originals: new Map(originals.map((file) => [file.sha256, file.path])),
    names: new Map(originals.map((file) => [file.path, file.sha256])),
  }
}

/** Returns true when a picture ends where its format says, which a truncated one does not. */
function isWhole({ path, bytes }: SeenFile): boolean {
  if (/\.png$/i.test(path)) return bytes.subarray(-8, -4).toString('latin1') === 'IEND'
  return /\.jpe?g$/i.test(path) ? bytes.subarray(-2).equals(Buffer.from([0xff, 0xd9])) : bytes.length > 0
}

function parses(text: Buffer | string): boolean {
  try {
    JSON.parse(text.toString())
    return true
  } catch {
    return false
  }
}

/** Returns what is wrong with a file under its final name; null when it is complete. */
function brokenBy(file: SeenFile): string | null {
  const { path, bytes } = file
  if (TEMPORARY.test(path)) return null
  const held = /^(?:actors|\.evencast\/trash)\//.test(path)
  if (held && IMAGE.test(path) && !isWhole(file)) return 'is half a picture'
  if (held && /\.txt$/i.test(path) && bytes.length === 0) return 'is an empty caption'
  if (/\.json$/i.test(path) && !parses(bytes)) return 'is no JSON'
  // The last line may be truncated. It then has no line break and is not read.
  const lines = /\.jsonl$/i.test(path) ? bytes.toString('utf8').split('\n').slice(0, -1) : []
  if (lines.some((line) => line !== '' && !parses(line))) return 'has half a line in it'
  const hash = KEPT.exec(path)?.[1]
  return hash !== undefined && hash !== file.sha256 ? 'is not what its name says' : null
}

export interface Finding {
  readonly kind: 'lost' | 'half' | 'renamed' | 'disagrees' | 'leftover' | 'paid twice' | 'let in' | 'broken'
  readonly what: string
}

/** Returns the faults right after a kill, before the library is opened again. */
export async function checkNow(root: string, { originals, names }: Truth): Promise<readonly Finding[]> {
  const files = await filesBelow(root)
  const findings: Finding[] = []
  const kept = new Set(
    files.filter(({ path }) => path.startsWith('actors/') || path.startsWith('.evencast/trash/')).map((f) => f.sha256),
  )
  for (const [content, path] of originals)
    if (!kept.has(content)) findings.push({ kind: 'lost', what: `${path} is neither in its place nor in the trash` })
  for (const file of files) {
    const broken = brokenBy(file)
    if (broken !== null) findings.push({ kind: 'half', what: `${file.path} ${broken}` })
    if (!isOriginal(file) || TEMPORARY.test(file.path)) continue
    const before = names.get(file.path)
    if (before !== undefined && before !== file.sha256)
      findings.push({ kind: 'renamed', what: `${file.path} stands for another picture than before` })
    names.set(file.path, file.sha256)
  }
  return findings
}

/** Some file systems return names in another Unicode normalization than they were given. */
const composed = (path: string): string => path.normalize('NFC')

const filenamesIn = (bytes: Buffer): readonly string[] => {
  const said: unknown = JSON.parse(bytes.toString('utf8'))
  const images: unknown = typeof said === 'object' && said !== null && 'images' in said ? said.images : []
  return (Array.isArray(images) ? images : []).flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'filename' in entry ? [String(entry.filename)] : [],
  )
}

/** Returns the faults after the library was opened again and the work finished, including leftover files and wrong manifests. */
export async function checkSettled(root: string, truth: Truth): Promise<readonly Finding[]> {
  const findings = [...(await checkNow(root, truth))]
  const files = await filesBelow(root)
  for (const { path } of files)
    if (LEFTOVER.test(path)) findings.push({ kind: 'leftover', what: `${path} is left over` })
  for (const { path, bytes } of files.filter(
    (file) => /^actors\/.*\/manifest\.json$/.test(file.path) && parses(file.bytes),
  )) {
    const dir = path.slice(0, -'manifest.json'.length)
    const there = files
      .filter((file) => file.path.startsWith(dir) && IMAGE.test(file.path))
      .map((file) => composed(file.path))
    for (const name of filenamesIn(bytes))
      if (!there.includes(composed(dir + name)))
        findings.push({ kind: 'disagrees', what: `${path} names ${name}, which is not there` })
  }
  return findings
}

/** Returns the faults that SQLite finds in the catalog. */
export function checkCatalog(root: string): readonly Finding[] {
  const db = new Sqlite(join(root, '.evencast/catalog.db'), { readonly: true })
  try {
    const said = db.pragma('quick_check', { simple: true })
    return said === 'ok' ? [] : [{ kind: 'half', what: `the catalog is damaged: ${String(said)}` }]
  } finally {
    db.close()
  }
}

/** Returns the hashes of the actors' pictures by path, to check that undo restores them. */
export const picturesOf = async (root: string): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    (await filesBelow(root))
      .filter(isOriginal)
      .map((file) => [file.path, file.sha256] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )

/** Returns the pictures that differ; empty when none do. */
export function differenceOf(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (path) => before[path] !== after[path],
  )
  return paths
    .map((path) => {
      if (after[path] === undefined) return `${path} is missing`
      return before[path] === undefined ? `${path} is new` : `${path} is another picture`
    })
    .join(', ')
}

/** Returns the runs in a library's journal as text, for the report of a finding. */
export function runsOf(root: string): string {
  const db = new Sqlite(join(root, '.evencast/catalog.db'), { readonly: true })
  try {
    const rows = db
      .prepare<[], string>(
        `SELECT run_id || ' ' || state || ': ' || deleted || ' deleted, ' || generated || ' generated, ' || failed || ' failed ' ||
           coalesce((SELECT group_concat(error, ' ') FROM run_steps
             WHERE run_steps.run_id = runs.run_id AND run_steps.state = 'failed'), '')
         FROM runs ORDER BY seq`,
      )
      .pluck()
      .all()
    return `runs: ${rows.join('; ') || 'none'}`
  } finally {
    db.close()
  }
}
