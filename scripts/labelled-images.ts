import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isStyle, type Style } from '../src/main/domain/style.ts'

/** The labelled images beside the repository, which are used only for measuring and are not part of it. */
export const DATA = join(import.meta.dirname, '../../shared/data')

export interface LabelledImage {
  readonly file: string
  readonly style: Style
  readonly source: string
}

export interface ActorFile {
  readonly actor: string
  /** Path relative to the actor's folder. */
  readonly name: string
  readonly file: string
  /** Null for files that are not pictures. */
  readonly style: Style | null
  readonly defect: string
  /** File name of the image that a damaged file was made from. */
  readonly from: string
}

export function requireData(): void {
  if (existsSync(DATA)) return
  console.error(`The labelled images are not at ${DATA}: nothing can be measured without them.`)
  process.exit(2)
}

export const styleImages = (): LabelledImage[] =>
  readCsv(join(DATA, 'styles/index.csv')).flatMap(({ label, file, source }) =>
    isStyle(label) ? [{ file: join(DATA, 'styles', file ?? ''), style: label, source: family(source ?? '') }] : [],
  )

export const actorFiles = (): ActorFile[] =>
  readCsv(join(DATA, 'actors.csv')).map(({ actor = '', file = '', style, defect = '', from = '' }) => ({
    actor,
    name: file,
    file: join(DATA, 'actors', actor, file),
    style: isStyle(style) ? style : null,
    defect,
    from,
  }))

// The campaigns of one game share artists, so leaving out only one of them would not exclude the source.
const FAMILIES = ['debian:wesnoth', 'debian:lomiri-wallpapers', 'debian:tuxpaint']
const family = (source: string): string => FAMILIES.find((name) => source.startsWith(name)) ?? source

export function readCsv(file: string): Record<string, string>[] {
  const [head = [], ...rows] = readFileSync(file, 'utf8').trim().split('\n').map(splitLine)
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])))
}

const splitLine = (line: string): string[] =>
  Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  )
