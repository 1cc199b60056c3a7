import { join } from 'node:path'
import { captionOfRow, captionsOfMetadata } from '../../domain/caption/formats.ts'
import { readCsv } from '../../kit/csv.ts'
import { decodeText } from '../../kit/decode-text.ts'
import { foldedName } from '../../domain/naming.ts'
import { CAPTION_LISTS } from './sources.ts'
import { readIfThere } from '../json-file.ts'

/** Larger is no list of captions. */
const MOST_BYTES = 64 * 1024 * 1024

const readList = (name: string, text: string): ReadonlyMap<string, string> =>
  name.endsWith('.jsonl')
    ? rowsOfLines(text)
    : name.endsWith('.csv')
      ? rowsOfTable(text)
      : captionsOfMetadata(JSON.parse(text))

/** Captions by file name or stem. */
export interface ListedCaptions {
  readonly exact: ReadonlyMap<string, string>
  /** By the same names as file systems compare them. */
  readonly folded: ReadonlyMap<string, string>
}

/** A list that cannot be understood gives none: it is somebody else's. */
export async function readFolderMetadata(dir: string, names: readonly string[]): Promise<ListedCaptions> {
  const found = new Map<string, string>()
  for (const name of CAPTION_LISTS) {
    if (!names.includes(name)) continue
    const bytes = await readIfThere(join(dir, name))
    if (bytes === null || bytes.length > MOST_BYTES) continue
    try {
      for (const [image, caption] of readList(name, decodeText(bytes))) if (!found.has(image)) found.set(image, caption)
    } catch {
      continue
    }
  }
  return { exact: found, folded: new Map([...found].map(([name, caption]) => [foldedName(name), caption])) }
}

function rowsOfLines(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return new Map(lines.flatMap((line) => asList(captionOfRow(JSON.parse(line)))))
}

function rowsOfTable(text: string): ReadonlyMap<string, string> {
  const [head = [], ...rows] = readCsv(text)
  return new Map(
    rows.flatMap((row) => asList(captionOfRow(Object.fromEntries(head.map((name, i) => [name, row[i] ?? '']))))),
  )
}

const asList = <T>(value: T | null): readonly T[] => (value === null ? [] : [value])
