import { isAbsolute, posix, resolve } from 'node:path'
import { messageOf } from '../../domain/error.ts'
import { error, type Finding } from './check.ts'
import { isTable, type Table, tables } from './config-keys.ts'
import { type FolderEntry, folderIn, openTrainingFolder, readEntry, type TrainingFolder } from './folder.ts'
import { isPictureName, stemOf } from './images.ts'

export interface ConfigFile {
  readonly file: string
  readonly table: Table
}

const isTop = ({ dir }: FolderEntry): boolean => dir === ''

/** Returns configuration files at the top of the folder with one of these endings, the usual name first. */
export const configFiles = (folder: TrainingFolder, ends: readonly string[], usual: string): readonly string[] =>
  folder.files
    .filter((entry) => isTop(entry) && ends.some((end) => entry.name.toLowerCase().endsWith(end)))
    .map(({ path }) => path)
    .toSorted((a, b) => Number(b === usual) - Number(a === usual))

/** The first TOML file at the top that holds `key`, else the first JSON file that does; a finding for one that cannot be read. */
export async function readTomlOrJson(folder: TrainingFolder, key: string): ReturnType<typeof readToml> {
  const toml = await readToml(folder, key)
  if (toml.config) return toml
  const unread: Finding[] = [...toml.findings]
  for (const file of configFiles(folder, ['.json'], 'dataset.json')) {
    const bytes = await folder.read(file)
    const { findings } = jsonOf(bytes, file)
    if (findings.length > 0 && !isBesideImage(folder, file)) unread.push(...findings)
    if (findings.length > 0) continue
    const { parse } = await import('yaml')
    // JSON is YAML as well, whose parser tells 1 from 1.0, as Python does.
    const table: unknown = parse(bytes.toString('utf8'), { schema: 'json', intAsBigInt: true, uniqueKeys: false })
    if (isTable(table) && key in table) return { config: { file, table }, findings: toml.findings }
  }
  return { config: null, findings: unread }
}

/** Reads the first TOML file at the top that contains `key`; a finding for one that cannot be parsed. */
export async function readToml(
  folder: TrainingFolder,
  key: string,
): Promise<{ readonly config: ConfigFile | null; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = []
  const { parse } = await import('smol-toml')
  for (const file of configFiles(folder, ['.toml'], 'dataset.toml')) {
    const bytes = await folder.read(file)
    if (bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) {
      findings.push(error('config-syntax', file, 'begins with a byte order mark. Save it as UTF-8 without BOM.'))
      continue
    }
    try {
      const table: unknown = parse(bytes.toString('utf8'), { integersAsBigInt: true })
      if (isTable(table) && key in table) return { config: { file, table }, findings }
      if (isTable(table) && file === 'dataset.toml') return { config: { file, table }, findings }
    } catch (cause) {
      findings.push(error('config-syntax', file, `is not TOML: ${messageOf(cause).split('\n')[0] ?? ''}.`))
    }
  }
  return { config: null, findings }
}

/** Reads a JSON file at the top, or returns a finding that says why it cannot be parsed. */
export async function readJson(
  folder: TrainingFolder,
  file: string,
): Promise<{ readonly value: unknown; readonly findings: readonly Finding[] }> {
  return jsonOf(await folder.read(file), file)
}

export function jsonOf(
  bytes: Buffer,
  file: string,
): { readonly value: unknown; readonly findings: readonly Finding[] } {
  try {
    return { value: JSON.parse(bytes.toString('utf8')), findings: [] }
  } catch (cause) {
    return { value: null, findings: [error('config-syntax', file, `is not JSON: ${messageOf(cause)}.`)] }
  }
}

/** Reads the objects of a JSONL file that a configuration names, one per line; null when the file does not exist. */
export async function readJsonl(
  root: string,
  path: string,
): Promise<{ readonly rows: readonly Table[] | null; readonly findings: readonly Finding[] }> {
  const text = await readEntry(resolve(root, path)).then(
    (bytes) => bytes.toString('utf8'),
    () => null,
  )
  const rows: Table[] = []
  const findings: Finding[] = []
  for (const [i, line] of (text ?? '').split('\n').entries()) {
    if (line.trim() === '') continue
    const row = parsedOr(line, null)
    if (isTable(row)) rows.push(row)
    else findings.push(error('list-row', path, `line ${i + 1} is not one JSON object: the set does not load.`))
  }
  return { rows: text === null ? null : rows, findings }
}

const parsedOr = (json: string, other: unknown): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return other
  }
}

interface JsonList {
  readonly file: string
  readonly value: unknown
  readonly findings: readonly Finding[]
}

/**
 * Reads a configuration that is a list: the file of the usual name, whatever it contains, else the first whose items have `key`, since
 * files beside images are JSON, too. When there is none, `findings` concern the files that may have been meant as one.
 */
export async function readList(
  folder: TrainingFolder,
  usual: string,
  key: string,
): Promise<{ readonly list: JsonList | null; readonly findings: readonly Finding[] }> {
  const unread: Finding[] = []
  for (const file of configFiles(folder, ['.json'], usual)) {
    const read = await readJson(folder, file)
    if (file === usual || tables(read.value).some((item) => key in item))
      return { list: { file, ...read }, findings: [] }
    if (!isBesideImage(folder, file)) unread.push(...read.findings)
  }
  return { list: null, findings: unread }
}

/** Returns true when an image has its stem, with or without the image's extension. */
const isBesideImage = (folder: TrainingFolder, file: string): boolean =>
  folder.files.some(
    (entry) => isTop(entry) && isPictureName(entry.name) && [entry.name, stemOf(entry.name)].includes(stemOf(file)),
  )

/** Opens a folder that a configuration names, with the prefix for its files in findings; null when it does not exist. */
export async function namedFolder(
  folder: TrainingFolder,
  path: string,
): Promise<{ readonly folder: TrainingFolder; readonly prefix: string } | null> {
  const absolute = isAbsolute(path) || /^[A-Za-z]:/.test(path) ? path : resolve(folder.root, path)
  if (folder.kind === 'zip') {
    const inside = posix.normalize(path).replace(/\/$/, '')
    return folder.dirs.includes(inside) ? { folder: folderIn(folder, inside), prefix: inside } : null
  }
  const found = await openTrainingFolder(absolute).catch(() => null)
  if (!found || found.kind !== 'folder') return null
  const root = posix.normalize(folder.root.replaceAll('\\', '/'))
  const own = posix.normalize(absolute.replaceAll('\\', '/'))
  const prefix = own.startsWith(`${root}/`) ? own.slice(root.length + 1) : own
  return { folder: found, prefix }
}

/** Returns the findings with file names relative to the checked folder. */
export const under = (prefix: string, findings: readonly Finding[]): readonly Finding[] =>
  findings.map((finding) => ({ ...finding, file: finding.file === null ? prefix : `${prefix}/${finding.file}` }))
