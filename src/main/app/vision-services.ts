import type { LocalServerView, ServiceReport } from '../contract/secrets.ts'
import type { PricesView } from '../contract/vision.ts'
import type { Settings, VisionServer } from '../contract/settings.ts'
import { DETAIL_LEVELS } from '../evaluation/images-to-judge.ts'
import type { Drawer } from '../evaluation/draw-picture.ts'
import { findServers } from '../evaluation/openai-compatible/find-servers.ts'
import { createLocalServerEvaluator } from '../evaluation/openai-compatible/index.ts'
import { presetsHere } from '../evaluation/openai-compatible/presets.ts'
import type { CaptionBatches } from '../evaluation/caption-batches.ts'
import { createOpenAiBatches, type OpenAiBatchOptions } from '../evaluation/openai/batch.ts'
import { createOpenAiCaptionBatches } from '../evaluation/openai/caption-batch.ts'
import { createOpenAiEvaluator } from '../evaluation/openai/index.ts'
import type { Instructions } from '../evaluation/openai/instructions.ts'
import { type PriceTable, withOwnPrices } from '../evaluation/openai/prices.ts'
import type { VisionBatches } from '../evaluation/vision-batches.ts'
import type { VisionEvaluator } from '../evaluation/vision-evaluator.ts'
import { mayCarryKeys } from '../kit/service-url.ts'
import { remembered } from './remembered.ts'

/** The vision models that the settings select, and how to reach them. */
export interface VisionServices {
  /** Returns null when the settings use pixels only. */
  readonly vision: () => VisionEvaluator | null
  /** Returns the vision model with this id, even when another evaluator is selected; null when the settings name another model. */
  readonly visionAs: (evaluator: string) => VisionEvaluator | null
  /** Returns the vision model that the settings name for this kind of server. */
  readonly visionAt: (server: VisionServer) => VisionEvaluator
  /** Returns the batch client, whichever evaluator is selected, because a submitted batch must be finished. */
  readonly visionBatches: (of: BatchKind) => VisionBatches
  /** Returns the batch client for captions. */
  readonly captionBatches: (of: Omit<BatchKind, 'detailLevel'>) => CaptionBatches
  /** Finds servers of vision models that run on this machine. Sends requests to this machine only, and only when called. */
  readonly localServers: (signal?: AbortSignal) => Promise<LocalServerView[]>
}

interface BatchKind {
  readonly model: string
  readonly detailLevel: string
  readonly tmpDir: string
}

export interface VisionPorts {
  readonly draw: Drawer
  readonly settings: () => Settings
  readonly openAiKey: () => string | null
  readonly env: Readonly<Record<string, string | undefined>>
  readonly instructions: Instructions
  readonly prices: PriceTable
}

type OpenAiKey = [model: string, baseUrl: string, detailLevel: Settings['detailLevel'], prices: string]

export function createVisionServices({ settings, openAiKey, env, draw, instructions, prices }: VisionPorts) {
  /** Returns the key for a server. The user's own server on the local network needs no key, and gets none without encryption. */
  const keyFor = (baseUrl: string): string | null =>
    baseUrl === '' || mayCarryKeys(baseUrl, settings().unencryptedHosts) ? openAiKey() : null

  // Prices are compared as text, because the settings are parsed each time and equal prices are different objects.
  const openAi = remembered((...[model, baseUrl, detailLevel]: OpenAiKey) =>
    createOpenAiEvaluator({
      draw,
      apiKey: () => keyFor(baseUrl),
      ...(baseUrl === '' ? {} : { baseURL: baseUrl }),
      model,
      detailLevel,
      instructions,
      prices: withOwnPrices(prices, settings().openaiPricesUsd),
    }),
  )
  const localServer = remembered(
    (model: string, url: string, detailLevel: Settings['detailLevel'], concurrency: number) =>
      createLocalServerEvaluator({ draw, model, url, detailLevel, concurrency, instructions }),
  )

  const EVALUATORS: Readonly<Record<VisionServer, () => VisionEvaluator>> = {
    openai() {
      const { openaiModel, openaiBaseUrl, detailLevel, openaiPricesUsd } = settings()
      return openAi(openaiModel, openaiBaseUrl.trim(), detailLevel, JSON.stringify(openaiPricesUsd))
    },
    'local-server'() {
      const { localServerModel, localServerUrl, detailLevel, localServerConcurrency } = settings()
      return localServer(localServerModel.trim(), localServerUrl.trim(), detailLevel, localServerConcurrency)
    },
  }

  const batchOptions = (model: string, tmpDir: string): OpenAiBatchOptions => {
    const { openaiBaseUrl, openaiPricesUsd } = settings()
    const baseUrl = openaiBaseUrl.trim()
    return {
      draw,
      apiKey: () => keyFor(baseUrl),
      ...(baseUrl === '' ? {} : { baseURL: baseUrl }),
      model,
      instructions,
      prices: withOwnPrices(prices, openaiPricesUsd),
      tmpDir,
    }
  }

  return {
    vision() {
      const { evaluator } = settings()
      return evaluator === 'local' ? null : EVALUATORS[evaluator]()
    },
    visionAs: (evaluator) =>
      Object.values(EVALUATORS)
        .map((make) => make())
        .find(({ id }) => id === evaluator) ?? null,
    visionAt: (server) => EVALUATORS[server](),
    visionBatches: ({ model, detailLevel, tmpDir }) =>
      createOpenAiBatches({
        ...batchOptions(model, tmpDir),
        detailLevel: DETAIL_LEVELS.find((level) => level === detailLevel),
      }),
    captionBatches: ({ model, tmpDir }) => createOpenAiCaptionBatches(batchOptions(model, tmpDir)),
    localServers: async (signal) =>
      (await findServers(presetsHere(env), signal)).map(({ models, ...server }) => ({
        ...server,
        models: [...models],
      })),
    test: (name: VisionServer, signal?: AbortSignal): Promise<ServiceReport> =>
      EVALUATORS[name]().testConnection(signal),
  } satisfies VisionServices & { test: unknown }
}

/** Returns list prices for a window, without those of the settings. */
export const visionPriceViews = ({ date, models }: PriceTable): PricesView => ({
  date,
  models: Object.fromEntries(
    Object.entries(models).map(([model, { input, cached = null, output }]) => [model, { input, cached, output }]),
  ),
})
