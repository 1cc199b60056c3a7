import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readManifest } from '../../src/main/domain/read-manifest.ts'
import { perStyle } from '../../src/main/domain/style.ts'
import type { ManifestImage } from '../../src/main/domain/manifest.ts'
import { FAULTS } from './openai/faults.ts'
import { type Double as OpenAiDouble, startOpenAi } from './openai/server.ts'
import type { Fault } from './replicate/faults.ts'
import { DOUBLE_TOKEN, type ReplicateDouble, startReplicate } from './replicate/server.ts'

/** Returns the number of actors for journeys over a large library; EVENCAST_FLEET_SIZE=108 runs the full size. */
export const fleetSize = (usual: number): number => Number(process.env['EVENCAST_FLEET_SIZE'] ?? usual)

export interface FleetServices extends AsyncDisposable {
  readonly openai: OpenAiDouble
  readonly replicate: ReplicateDouble
  /** API keys for a process that uses both services, with shortened waits between retries. */
  readonly env: Readonly<Record<string, string>>
}

/** US dollars per million tokens of the model in use. */
const PRICE = { input: 2, output: 12 }

/** Returns the cost of assessing and checking so far, by the tokens that the double counted. */
export function visionChargedUsd({ openai }: FleetServices): number {
  const { inputTokens, outputTokens } = openai.stats()
  return (inputTokens * PRICE.input + outputTokens * PRICE.output) / 1e6
}

export interface FleetServicesOptions {
  readonly configDir: string
  readonly latencyMs: number
  readonly concurrency: number
  /** Injects failures throughout: throttling with and without Retry-After, and lost answers to completed work. */
  readonly troubled: boolean
}

/** Waits for retries and polls are twenty times shorter; nothing else depends on them. */
const HASTE = {
  NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'hasten.ts')).href}`,
  EVENCAST_TEST_HASTE: '20',
}

const TROUBLE: readonly Fault[] = [
  ...spread(4, 9, { on: 'create', trouble: { status: 429, retryAfter: { header: 1 } } }),
  ...spread(1, 14, { on: 'create', trouble: { status: 429 } }),
  ...spread(5, 8, { on: 'create', trouble: 'reset after' }),
  ...spread(1, 21, { on: 'create', trouble: 'garbled' }),
  ...spread(4, 11, { on: 'get', trouble: 'reset after' }),
  ...spread(3, 13, { on: 'get', trouble: { status: 429, retryAfter: { header: 1 } } }),
  ...spread(2, 7, { on: 'download', trouble: 'partial' }),
  ...spread(2, 15, { on: 'download', trouble: { status: 503 } }),
]

function spread(times: number, every: number, fault: Fault): Fault[] {
  return Array.from({ length: times }, (_, i) => ({ ...fault, skip: (i + 1) * every }))
}

function openAiTrouble(n: number) {
  if (n % 13 === 4) return FAULTS.rateLimited(1)
  if (n % 17 === 9) return FAULTS.rateLimited()
  if (n % 11 === 6) return FAULTS.resetAfter
  return n % 19 === 8 ? FAULTS.overloaded : null
}

/** Starts doubles of both paid services and writes the settings of a user who has chosen them. */
export async function startFleetServices(options: FleetServicesOptions): Promise<FleetServices> {
  const { configDir, latencyMs, concurrency, troubled } = options
  const cleanup = new AsyncDisposableStack()
  const openai = cleanup.use(await startOpenAi({ faults: troubled ? openAiTrouble : [] }))
  const replicate = await startReplicate({ latencyMs, pixels: 320_000, faults: troubled ? TROUBLE : [] })
  cleanup.defer(() => replicate.close())
  await mkdir(configDir, { recursive: true })
  const settings = {
    evaluator: 'openai',
    openaiModel: 'gpt-5.6-terra',
    openaiBaseUrl: openai.url,
    generator: 'replicate',
    replicateBaseUrl: replicate.url,
    concurrency,
    tourSeen: true,
    autoAssess: false,
  }
  await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings))
  return {
    openai,
    replicate,
    env: { OPENAI_API_KEY: 'sk-double', REPLICATE_API_TOKEN: DOUBLE_TOKEN, ...HASTE },
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  }
}

export interface ActorSet {
  readonly actorId: string
  readonly images: readonly ManifestImage[]
  readonly counts: ReturnType<typeof perStyle<number>>
}

/** Reads the manifest of each actor. */
export const readSets = (root: string, actors: readonly string[]): Promise<ActorSet[]> =>
  Promise.all(
    actors.map(async (actorId) => {
      const text = await readFile(join(root, 'actors', actorId, 'training_data/manifest.json'), 'utf8')
      const { images } = readManifest(text, actorId).manifest
      return { actorId, images, counts: perStyle((style) => images.filter(({ type }) => type === style).length) }
    }),
  )

/** Returns the ids of the predictions that these manifests name, sorted. */
export const predictionsOf = (sets: readonly ActorSet[]): string[] =>
  sets
    .flatMap(({ images }) => images.flatMap(({ prediction_id: id }) => (typeof id === 'string' ? [id] : [])))
    .toSorted()
