import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ReplicateDouble, startReplicate } from '../support/replicate/server.ts'
import { addDuplicates, writeLibrary } from '../support/library.ts'
import type { Random } from './random.ts'
import type { Program } from './program.ts'

/** The resources that every line uses. */
export interface Bench {
  readonly program: Program
  /** A temporary folder; removed at the end. */
  readonly dir: string
  readonly seed: number
  readonly random: Random
  /** True for the long run, false for the short one that is part of the tests. */
  readonly long: boolean
  /** The only job that is killed; null for all of them. */
  readonly job: string | null
  /** The only chain of kills that is tried; null for all of them. */
  readonly chain: number | null
  /** Time limit of this line, in milliseconds. */
  readonly timeMs: number
  /** Returns true while another trial may begin. */
  readonly timeLeft: () => boolean
  readonly say: (text: string) => void
  /** Creates a folder inside `dir`. */
  folder(name: string): Promise<string>
}

const ACTORS = ['ann', 'bob'] as const
const IMAGES = 5

/** Writes a small library with duplicates to remove, gaps to fill, and captions. */
export async function writeFixture(root: string): Promise<void> {
  await writeLibrary(root, { actors: ACTORS, images: IMAGES })
  for (const actor of ACTORS) {
    await addDuplicates(root, actor, IMAGES)
    await writeFile(join(root, 'actors', actor, 'training_data', `${actor}_1.txt`), `a photo of ${actor} in a red hat`)
  }
}

/** Writes a user's settings: nothing starts automatically, and targets are small. */
export async function writeConfig(configDir: string, more: object = {}): Promise<void> {
  await mkdir(configDir, { recursive: true })
  await writeFile(
    join(configDir, 'settings.json'),
    JSON.stringify({ autoAssess: false, tourSeen: true, total: 6, ...more }),
  )
}

/** A service that generates pictures at once. The local generator would take seconds for each. */
export interface Service {
  readonly double: ReplicateDouble
  /** Environment that points a program to the service. */
  readonly env: Readonly<Record<string, string>>
}

export async function startService(): Promise<Service> {
  const double = await startReplicate({ latencyMs: 10, pixels: 1_000_000 })
  return { double, env: environmentFor(double) }
}

/** Returns the environment that points a program to the double, with shortened waits between retries. */
export const environmentFor = ({ token, url }: ReplicateDouble): Service['env'] => ({
  REPLICATE_API_TOKEN: token,
  REPLICATE_BASE_URL: url,
  EVENCAST_TEST_HASTE: '40',
})

export const copyOf = async (from: string, to: string): Promise<string> => {
  await cp(from, to, { recursive: true, preserveTimestamps: true })
  return to
}
