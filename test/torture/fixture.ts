import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ReplicateDouble, startReplicate } from '../support/replicate/server.ts'
import { addDuplicates, writeLibrary } from '../support/library.ts'
import type { Random } from './random.ts'
import type { Program } from './program.ts'

/** What every line works with. */
export interface Bench {
  readonly program: Program
  /** A folder of its own; removed at the end. */
  readonly dir: string
  readonly seed: number
  readonly random: Random
  /** The long run, or the cut that belongs to the tests. */
  readonly long: boolean
  /** The one job that is cut short by kills; null for all of them. */
  readonly job: string | null
  /** The one chain of kills that is tried; null for all of them. */
  readonly chain: number | null
  /** What this line may take. */
  readonly timeMs: number
  /** Whether it may begin another trial. */
  readonly timeLeft: () => boolean
  readonly say: (text: string) => void
  /** A new folder inside `dir`. */
  folder(name: string): Promise<string>
}

const ACTORS = ['ann', 'bob'] as const
const IMAGES = 5

/** A small library with copies to throw out and gaps to fill, and captions. */
export async function writeFixture(root: string): Promise<void> {
  await writeLibrary(root, { actors: ACTORS, images: IMAGES })
  for (const actor of ACTORS) {
    await addDuplicates(root, actor, IMAGES)
    await writeFile(join(root, 'actors', actor, 'training_data', `${actor}_1.txt`), `a photo of ${actor} in a red hat`)
  }
}

/** A user's folder: nothing starts by itself, and sets are small. */
export async function writeConfig(configDir: string, more: object = {}): Promise<void> {
  await mkdir(configDir, { recursive: true })
  await writeFile(
    join(configDir, 'settings.json'),
    JSON.stringify({ autoAssess: false, tourSeen: true, total: 6, ...more }),
  )
}

/** A service that makes pictures at once: the local one would take seconds for each. */
export interface Service {
  readonly double: ReplicateDouble
  /** Leads a program there. */
  readonly env: Readonly<Record<string, string>>
}

export async function startService(): Promise<Service> {
  const double = await startReplicate({ latencyMs: 10, pixels: 1_000_000 })
  return { double, env: environmentFor(double) }
}

/** Leads a program to the double, without the pauses that a real service asks for. */
export const environmentFor = ({ token, url }: ReplicateDouble): Service['env'] => ({
  REPLICATE_API_TOKEN: token,
  REPLICATE_BASE_URL: url,
  EVENCAST_TEST_HASTE: '40',
})

export const copyOf = async (from: string, to: string): Promise<string> => {
  await cp(from, to, { recursive: true, preserveTimestamps: true })
  return to
}
