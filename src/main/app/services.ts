import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServiceName, ServiceReport } from '../contract/secrets.ts'
import type { Settings } from '../contract/settings.ts'
import { EvencastError, messageOf } from '../domain/error.ts'
import type { Evaluator } from '../evaluation/evaluator.ts'
import { createOpenAiBatches, type OpenAiBatches } from '../evaluation/openai/batch.ts'
import { DETAIL_LEVELS } from '../evaluation/openai/images.ts'
import { createOpenAiOpinions, type OpenAiOpinions } from '../evaluation/openai/index.ts'
import { loadInstructions } from '../evaluation/openai/instructions.ts'
import { loadPrices, parsePrices, type PriceTable, withOwnPrices } from '../evaluation/openai/prices.ts'
import type { Generator } from '../generation/generator.ts'
import { createReplicateGenerator, REPLICATE_URL } from '../generation/replicate/index.ts'
import { presetFor } from '../generation/replicate/presets.ts'
import { createUnpriced } from '../generation/unpriced.ts'
import type { Maker } from '../runs/records.ts'
import type { Secrets } from '../settings/secrets.ts'
import { mayCarryKeys } from '../kit/service-url.ts'
import { openStore } from '../storage/open-store.ts'
import type { Store } from '../storage/store.ts'

/** Whom the settings in force call upon. Each is built when it is first needed and kept until its settings change. */
export interface Services {
  readonly evaluator: Evaluator
  /** What vision models cost, without what the settings say. */
  readonly prices: PriceTable
  /** Null when the settings ask pixels only. */
  readonly opinions: () => OpenAiOpinions | null
  /** Batches, whoever the settings ask now: one that was handed in has to be picked up. */
  readonly batches: (of: BatchKind) => OpenAiBatches
  readonly generator: () => Generator
  readonly generatorNamed: (name: string) => Generator | null
  readonly generatorAs: (maker: Maker) => Generator | null
  /** This model of this generator at today's price; null when it, or its price, is not known. */
  readonly generatorOf: (name: string, model: string) => Generator | null
  /** The vision model that goes by this id, whoever the settings ask now; null when the settings name another. */
  readonly opinionsAs: (evaluator: string) => OpenAiOpinions | null
  readonly store: () => Store | null
  readonly test: (service: ServiceName, signal?: AbortSignal) => Promise<ServiceReport>
}

interface BatchKind {
  readonly model: string
  readonly detailLevel: string
  readonly tmpDir: string
}

export interface ServicePorts {
  readonly settings: () => Settings
  readonly secrets: Secrets
  readonly env: Readonly<Record<string, string | undefined>>
  readonly local: { readonly evaluator: Evaluator; readonly generator: Generator }
  /** Folder of the embedded instructions and prices. */
  readonly evaluatorDir: string
  /** The user's own `prices.json` lies here, if there is one. */
  readonly configDir: string
}

export async function createServices(ports: ServicePorts): Promise<Services> {
  const { settings, secrets, env, local, evaluatorDir, configDir } = ports
  const instructions = await loadInstructions(evaluatorDir)
  const prices = await ownPrices(join(configDir, 'prices.json')).then((own) => own ?? loadPrices(evaluatorDir))

  /** A server of one's own in the same house needs none, and gets none without encryption. */
  const openAiKey = (baseUrl: string): string | null =>
    baseUrl === '' || mayCarryKeys(baseUrl, settings().unencryptedHosts) ? secrets.get('OPENAI_API_KEY') : null

  // The user's prices as one text: settings are read again each time, so that equal ones are other objects.
  const visionModel = remembered(
    (model: string, baseUrl: string, detailLevel: Settings['openaiLook'], _prices: string) =>
      createOpenAiOpinions({
        apiKey: () => openAiKey(baseUrl),
        ...(baseUrl === '' ? {} : { baseURL: baseUrl }),
        model,
        detailLevel,
        instructions,
        prices: withOwnPrices(prices, settings().openaiPricesUsd),
      }),
  )
  const replicate = remembered((model: string, baseUrl: string, priceUsd: number | undefined) => {
    const preset = presetFor(model, priceUsd === undefined ? {} : { [model]: priceUsd })
    if (preset) {
      return createReplicateGenerator({
        token: () => secrets.get('REPLICATE_API_TOKEN'),
        baseUrl: baseUrl === '' ? REPLICATE_URL : baseUrl,
        unencryptedHosts: () => settings().unencryptedHosts,
        preset,
      })
    }
    return null
  })
  // What an endpoint keeps of its promises is found out once.
  const memory = new Map()
  const storeAt = remembered(
    (
      url: string,
      endpoint: string,
      region: string,
      profile: string,
      id: string,
      key: string,
      sessionToken: string,
      hosts: string,
    ) =>
      openStore(url, {
        s3: {
          env,
          memory,
          unencryptedHosts: hosts.split(' '),
          ...(endpoint && { endpoint }),
          ...(region && { region }),
          ...(profile && { profile }),
          ...(id &&
            key && { credentials: { accessKeyId: id, secretAccessKey: key, ...(sessionToken && { sessionToken }) } }),
        },
      }),
  )

  const visionNow = () => {
    const { openaiModel, openaiBaseUrl, openaiLook, openaiPricesUsd } = settings()
    return visionModel(openaiModel, openaiBaseUrl.trim(), openaiLook, JSON.stringify(openaiPricesUsd))
  }
  const replicateNow = () => {
    const { replicateModel, replicateBaseUrl, imagePricesUsd } = settings()
    const priceUsd = imagePricesUsd[replicateModel] ?? presetFor(replicateModel)?.priceUsd
    return replicate(replicateModel, replicateBaseUrl.trim(), priceUsd)
  }
  const pricedReplicate = () => replicateNow() ?? createUnpriced('replicate', settings().replicateModel)
  const storeNow = () => {
    const { store, storeEndpoint, storeRegion, storeProfile, unencryptedHosts } = settings()
    const [id, key] = [secrets.get('AWS_ACCESS_KEY_ID') ?? '', secrets.get('AWS_SECRET_ACCESS_KEY') ?? '']
    // Belongs to the keys of the environment; beside stored ones it would be another's.
    const temporary = env['AWS_ACCESS_KEY_ID']?.trim() === id && env['AWS_SECRET_ACCESS_KEY']?.trim() === key
    const token = temporary ? (env['AWS_SESSION_TOKEN']?.trim() ?? '') : ''
    return store.trim() === ''
      ? null
      : storeAt(
          store.trim(),
          storeEndpoint.trim(),
          storeRegion.trim(),
          storeProfile.trim(),
          id,
          key,
          token,
          unencryptedHosts.join(' '),
        )
  }
  const generatorNamed = (name: string): Generator | null =>
    name === 'local' ? local.generator : name === 'replicate' ? pricedReplicate() : null

  async function testStore(signal?: AbortSignal): Promise<ServiceReport> {
    const store = storeNow()
    if (store === null) return { ok: false, message: 'No store is set.' }
    await store.testConnection(signal)
    return { ok: true, message: `${store.url} can be listed, written to and deleted from.` }
  }

  return {
    evaluator: local.evaluator,
    prices,
    opinions: () => (settings().evaluator === 'openai' ? visionNow() : null),
    batches({ model, detailLevel, tmpDir }) {
      const { openaiBaseUrl, openaiPricesUsd } = settings()
      const baseUrl = openaiBaseUrl.trim()
      return createOpenAiBatches({
        apiKey: () => openAiKey(baseUrl),
        ...(baseUrl === '' ? {} : { baseURL: baseUrl }),
        model,
        detailLevel: DETAIL_LEVELS.find((level) => level === detailLevel),
        instructions,
        prices: withOwnPrices(prices, openaiPricesUsd),
        tmpDir,
      })
    },
    generator: () => generatorNamed(settings().generator) ?? local.generator,
    generatorNamed,
    generatorAs: ({ name, model, pricesUsd }) =>
      name === 'replicate'
        ? replicate(model, settings().replicateBaseUrl.trim(), pricesUsd.photorealistic)
        : generatorNamed(name),
    generatorOf(name, model) {
      if (name !== 'replicate') return generatorNamed(name)
      const priceUsd = settings().imagePricesUsd[model] ?? presetFor(model)?.priceUsd
      return priceUsd === undefined ? null : replicate(model, settings().replicateBaseUrl.trim(), priceUsd)
    },
    opinionsAs(evaluator) {
      const model = visionNow()
      return model.id === evaluator ? model : null
    },
    store: storeNow,
    async test(service, signal) {
      try {
        switch (service) {
          case 'openai':
            return await visionNow().testConnection(signal)
          case 'replicate':
            return await (replicateNow()?.testConnection(signal) ?? { ok: false, message: NO_PRICE })
          case 'store':
            return await testStore(signal)
        }
      } catch (error) {
        if (signal?.aborted || !(error instanceof EvencastError)) throw error
        return { ok: false, message: messageOf(error) }
      }
    },
  }
}

const NO_PRICE = 'The price per image of this model is unknown. Enter it above.'

/** Keeps the last result for as long as it is asked for with the same arguments. */
function remembered<A extends readonly unknown[], T>(make: (...args: A) => T): (...args: A) => T {
  let last: { readonly args: A; readonly made: T } | null = null
  return (...args) => {
    if (last === null || last.args.some((arg, i) => arg !== args[i])) last = { args, made: make(...args) }
    return last.made
  }
}

async function ownPrices(file: string) {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? null : parsePrices(text, file)
}
