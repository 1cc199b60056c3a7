import { readCsv } from '../../kit/csv.ts'
import { type CaptionRules, wordFindings } from './captions.ts'
import { type Check, error, type Finding, warning } from './check.ts'
import type { FolderEntry, TrainingFolder } from './folder.ts'
import { checkImages, type ImageRules } from './images.ts'
import { splitOf } from './splits.ts'

const TITLE = 'imagefolder'
const LISTS = ['metadata.jsonl', 'metadata.csv', 'metadata.parquet']

const IMAGES: ImageRules = {
  title: TITLE,
  extensions: null,
  mixedCaseLost: false,
  orientationIgnored: true,
  alpha: 'dropped',
}
const WORDS: Pick<CaptionRules, 'title' | 'placeholders'> = { title: TITLE, placeholders: false }

interface Row {
  readonly line: number
  readonly values: Readonly<Record<string, unknown>>
}

export const checkHuggingFace: Check = async (folder, { trigger, ...options }) => {
  const found: Finding[] = []
  const files = folder.files.filter(
    ({ path }) => !path.split('/').some((part) => part.startsWith('.') || part.startsWith('__')),
  )
  const { images, all, findings } = await checkImages(folder, files, IMAGES, options)
  found.push(
    ...findings,
    ...splitFindings(
      files,
      images.map(({ entry }) => entry),
    ),
  )
  found.push(...otherSets(files))
  if (all === 0) found.push(error('no-images', null, 'holds no image.'))
  const lists = files.filter(({ name }) => LISTS.includes(name))
  if (lists.length === 0)
    found.push(
      error(
        'metadata-missing',
        null,
        'There is no metadata.jsonl beside the images: they load without captions. Write one.',
      ),
    )
  if (new Set(lists.map(({ name }) => name)).size > 1)
    found.push(
      error(
        'metadata-twice',
        null,
        `There are ${lists.map(({ path }) => path).join(' and ')}: only one kind of list may be there.`,
      ),
    )
  const byPath = new Map(images.map((image) => [image.entry.path, image]))
  const named = new Set<string>()
  for (const list of lists) {
    if (list.name.endsWith('.parquet')) {
      found.push(warning('metadata-unread', list.path, 'is parquet, which is not read here.'))
      for (const { entry } of images) named.add(entry.path)
      continue
    }
    const rows = await rowsOf(folder, list, found)
    found.push(...rowFindings(rows, list, byPath, named, trigger), ...columnFindings(rows, list))
    if (list.dir === '' && images.some(({ entry }) => entry.dir !== '' && splitOf(`${entry.dir}/`) !== null))
      found.push(
        error(
          'metadata-place',
          list.path,
          'lies above the folder of its split, and is left out with it. Move it into that folder.',
        ),
      )
  }
  if (lists.length > 0)
    for (const { entry } of images)
      if (!named.has(entry.path))
        found.push(error('metadata-row', entry.path, 'has no row in the list: it is silently left out.'))
  const trained = images.filter(({ entry }) => named.has(entry.path)).length
  return { findings: found, images: all, trained }
}

/** Files of other data sets, which are detected first (`data_files.py`, DEFAULT_PATTERNS_LOGS and _HARBOR). */
const OTHER_SETS = /\.eval$|^(?:task\.toml|instruction\.md)$/

const otherSets = (files: readonly FolderEntry[]): readonly Finding[] =>
  files
    .filter(({ name }) => OTHER_SETS.test(name) && !name.startsWith('.'))
    .map(({ path }) =>
      error('split', path, 'is taken for a data set of another kind, and every image is left out. Take it out.'),
    )

/** Files that never decide a split (`data_files.py`, FILES_TO_IGNORE). */
const NO_DATA = new Set(['README.md', 'config.json', 'dataset_info.json', 'dataset_infos.json', 'dataset_dict.json'])

/**
 * Returns findings for splits. Names of files of any kind decide them: when some contain such a word, files that do not match are left out.
 */
function splitFindings(files: readonly FolderEntry[], images: readonly FolderEntry[]): readonly Finding[] {
  const byFolder = files.some(({ dir, name }) => dir !== '' && !NO_DATA.has(name) && splitOf(`${dir}/`) !== null)
  if (byFolder)
    return images
      .filter(({ dir }) => dir === '' || splitOf(`${dir}/`) === null)
      .map(({ path }) => error('split', path, 'lies outside the folders that name splits: it is left out.'))
  return files.flatMap(({ path, name }) => {
    const split = NO_DATA.has(name) ? null : splitOf(path)
    if (split === null) return []
    const detail = `holds a word for “${split}” in its name: it becomes a split of its own and every other image is left out. Number the files, in a folder train.`
    return [error('split', path, detail)]
  })
}

async function rowsOf(folder: TrainingFolder, list: FolderEntry, found: Finding[]): Promise<readonly Row[]> {
  const bytes = await folder.read(list.path)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    found.push(error('metadata-encoding', list.path, 'is not UTF-8: it cannot be loaded.'))
    return []
  }
  if (text.startsWith('\uFEFF')) {
    found.push(error('caption-bom', list.path, 'begins with a byte order mark. Save it as UTF-8 without BOM.'))
    text = text.slice(1)
  }
  if (list.name.endsWith('.csv')) {
    const [head = [], ...rows] = readCsv(text)
    return rows.map((row, i) => ({
      line: i + 2,
      values: Object.fromEntries(head.map((key, n) => [key, row[n] ?? ''])),
    }))
  }
  const rows: Row[] = []
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    try {
      const values: unknown = JSON.parse(line)
      if (typeof values !== 'object' || values === null || Array.isArray(values)) throw new Error('no object')
      rows.push({ line: i + 1, values: { ...values } })
    } catch {
      found.push(error('metadata-syntax', list.path, `line ${i + 1} is not one JSON object.`))
    }
  }
  return rows
}

function rowFindings(
  rows: readonly Row[],
  list: FolderEntry,
  images: ReadonlyMap<string, unknown>,
  named: Set<string>,
  trigger: string | null,
): readonly Finding[] {
  const found: Finding[] = []
  for (const { line, values } of rows) {
    const name = values['file_name'] ?? Object.entries(values).find(([key]) => key.endsWith('_file_name'))?.[1]
    if (typeof name !== 'string' || name === '') {
      found.push(error('metadata-name', list.path, `line ${line} has no file_name: the set does not load.`))
      continue
    }
    if (name.startsWith('/') || name.split(/[\\/]/).includes('..') || name.includes('://')) {
      found.push(error('metadata-name', list.path, `line ${line}: file_name must be relative, without “..” and “://”.`))
      continue
    }
    const path = `${list.dir === '' ? '' : `${list.dir}/`}${name.replace(/^\.\//, '')}`
    if (!images.has(path)) found.push(error('metadata-file', list.path, `line ${line}: there is no image ${name}.`))
    if (named.has(path)) found.push(warning('metadata-row', list.path, `line ${line} names ${name} again.`))
    named.add(path)
    const text = values['text'] ?? values['caption'] ?? values['prompt']
    if (typeof text !== 'string' || text.trim() === '')
      found.push(error('caption-missing', path, 'has no text in its row: it is trained without a caption.'))
    else found.push(...wordFindings(text, path, WORDS, trigger))
    if (typeof text === 'string' && /[\r\n]/.test(text.trim()))
      found.push(warning('caption-lines', path, 'has several lines.'))
  }
  return found
}

/** Checks that each column has one type throughout. */
function columnFindings(rows: readonly Row[], list: FolderEntry): readonly Finding[] {
  const types = new Map<string, string>()
  const found = new Map<string, Finding>()
  for (const { line, values } of rows)
    for (const [key, value] of Object.entries(values)) {
      if (value === null) continue
      const type = Array.isArray(value) ? 'list' : typeof value
      const before = types.get(key)
      if (before !== undefined && before !== type && !found.has(key))
        found.set(
          key,
          error(
            'metadata-type',
            list.path,
            `line ${line}: ${key} is a ${type}, before it was a ${before}: the set does not load.`,
          ),
        )
      types.set(key, before ?? type)
    }
  return [...found.values()]
}
