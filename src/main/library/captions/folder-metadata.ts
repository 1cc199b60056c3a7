import { join } from 'node:path'
import { captionOfRow, captionsOfMetadata } from '../../domain/caption/formats.ts'
import { readCsv } from '../../kit/csv.ts'
import { decodeText } from '../../kit/decode-text.ts'
import { foldedName } from '../../domain/naming.ts'
import { stemOf } from '../../domain/sidecars.ts'
import { CAPTION_LISTS } from './sources.ts'
import { readIfThere } from '../json-file.ts'

/** Larger files are not lists of captions. */
const MOST_BYTES = 64 * 1024 * 1024

const readList = (name: string, text: string): ReadonlyMap<string, string> =>
  name.endsWith('.jsonl')
    ? rowsOfLines(text)
    : name.endsWith('.csv')
      ? rowsOfTable(text)
      : captionsOfMetadata(JSON.parse(text))

/** Returns the caption that a folder's lists have for an image. */
export type ListedCaption = (filename: string) => string | undefined

/**
 * Reads the caption lists of a folder; a list that cannot be parsed belongs to another tool and is skipped. `pictures` are all pictures of
 * the folder.
 */
export async function readFolderMetadata(
  dir: string,
  names: readonly string[],
  pictures: readonly string[],
): Promise<ListedCaption> {
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
  return found.size === 0 ? () => undefined : listedAmong(found, pictures)
}

/**
 * Finds a row by the image's exact name, then by a name that differs only in case or Unicode form; with extension before without. As with
 * sidecar files, a name that matches another picture belongs to it, and a differing name counts only when it is unambiguous.
 */
function listedAmong(rows: ReadonlyMap<string, string>, pictures: readonly string[]): ListedCaption {
  const [whole, wholeFolded] = [new Set(pictures), new Set(pictures.map(foldedName))]
  const stems = new Set(pictures.map(stemOf))
  const stemsByFold = Map.groupBy(stems, foldedName)
  const rowsByFold = Map.groupBy(rows.keys(), foldedName)

  const alike = (folded: string): string | undefined => {
    const [row, ...others] = rowsByFold.get(folded) ?? []
    return row === undefined || others.length > 0 || whole.has(row) || stems.has(row) ? undefined : rows.get(row)
  }

  return (filename) => {
    const stem = stemOf(filename)
    const exact = rows.get(filename) ?? (whole.has(stem) ? undefined : rows.get(stem))
    const folded = foldedName(stem)
    if (exact !== undefined || (stemsByFold.get(folded)?.length ?? 0) > 1) return exact
    return alike(foldedName(filename)) ?? (wholeFolded.has(folded) ? undefined : alike(folded))
  }
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
