import { statSync } from 'node:fs'
import { InvalidArgumentError, Option } from 'commander'
import { Settings } from '../../contract/settings.ts'
import type { ActorSelection } from '../../app.ts'
import { EvencastError } from '../../domain/error.ts'

const shape = Settings.shape

export const evaluatorOption = () =>
  new Option(
    '--evaluator <name>',
    'who assesses the images: pixels alone, a vision model at OpenAI, or one served on this computer',
  ).choices(shape.evaluator.unwrap().options)

export const generatorOption = () =>
  new Option('--generator <name>', 'generator that creates images').choices(shape.generator.unwrap().options)

export const maxCostOption = (what = 'stop when assessing and generating together reach this') =>
  new Option('--max-cost <usd>', what).argParser(parseAmount)

export function parseAmount(text: string): number {
  const amount = Number(text)
  if (text.trim() === '' || !Number.isFinite(amount) || amount < 0)
    throw new InvalidArgumentError('It must be an amount in US dollars, 0 or more.')
  return amount
}

export function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a port, 0 to 65535.')
  return port
}

export interface ActorFlags {
  readonly actorId?: readonly string[] | undefined
  readonly all?: true | undefined
}

/**
 * Returns the selected actors. `fallback` applies when no flag is given; without it a choice is required, so that forgetting a flag never
 * changes a whole library.
 */
export function selection(flags: ActorFlags, fallback?: 'all'): ActorSelection {
  if (flags.all && flags.actorId) throw new EvencastError('BAD_INPUT', 'Use either --actor-id or --all, not both.')
  if (flags.actorId) return [...new Set(flags.actorId)]
  if (flags.all || fallback) return 'all'
  throw new EvencastError('BAD_INPUT', 'Choose actors: --actor-id ID… for some, --all for the whole library.')
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/**
 * Separates a library from actor ids, because `--actor-id` takes all following words. If no library was given and the last word is a
 * folder, that word is the library. Actor ids contain no separator and are looked up in the library, not in the working folder.
 */
export function splitLibrary<T extends ActorFlags>(
  library: string | undefined,
  flags: T,
): readonly [string | undefined, T] {
  const last = flags.actorId?.at(-1)
  if (library !== undefined || last === undefined || (flags.actorId?.length ?? 0) < 2 || !isFolder(last))
    return [library, flags]
  return [last, { ...flags, actorId: flags.actorId?.slice(0, -1) }]
}

/** Separates a folder from a run's id, which may come in any order, as in `undo`. */
export function folderAndId(words: readonly string[]): {
  readonly folder: string | undefined
  readonly id: string | undefined
} {
  const folder = words.find((word) => isFolder(word) || /[\\/]/.test(word))
  const rest = words.filter((word) => word !== folder)
  if (rest.length > 1)
    throw new EvencastError(
      'BAD_INPUT',
      `There is no folder "${rest[0]}" and none "${rest[1]}": give the library's folder and a run's id.`,
    )
  return { folder, id: rest[0] }
}

/**
 * Separates actors from a library: a word with a path separator, or the only word that names a folder, is the library.
 * `actors` is null when none is named.
 */
export function actorsAndLibrary(
  words: readonly string[],
  flags: ActorFlags,
): { readonly library: string | undefined; readonly actors: ActorSelection | null } {
  const [split, { actorId = [], all }] = splitLibrary(undefined, flags)
  const isPath = (word: string): boolean => /[\\/]/.test(word) || word === '.' || word === '..'
  const library =
    split ?? words.find(isPath) ?? (words.filter(isFolder).length === 1 ? words.find(isFolder) : undefined)
  const named = [...words.filter((word) => word !== library), ...actorId]
  if (all && named.length > 0) throw new EvencastError('BAD_INPUT', 'Use either actors or --all, not both.')
  return { library, actors: all ? 'all' : named.length > 0 ? [...new Set(named)] : null }
}

const HOST = /^(?:\[[0-9a-f:]+\]|[\w.-]+)(?::\d{1,5})?$/i

/** May be repeated, and applies to this command only. Settings make it permanent. */
export const unencryptedHostOption = (): Option =>
  new Option('--unencrypted-host <host:port>', 'send keys to this host without encryption').argParser(
    (host: string, before: readonly string[] | undefined) => {
      if (HOST.test(host)) return [...(before ?? []), host.toLowerCase()]
      throw new InvalidArgumentError('Write it as in the address, such as minio:9000.')
    },
  )
