import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServiceName, ServiceReport } from '../contract/secrets.ts'
import type { Settings } from '../contract/settings.ts'
import { EvencastError, messageOf } from '../domain/error.ts'
import type { Drawer } from '../evaluation/draw-picture.ts'
import type { Evaluator } from '../evaluation/evaluator.ts'
import { loadInstructions } from '../evaluation/openai/instructions.ts'
import { loadPrices, parsePrices, type PriceTable } from '../evaluation/openai/prices.ts'
import type { Generator, PaidGate } from '../generation/generator.ts'
import { createReplicateGenerator, REPLICATE_URL } from '../generation/replicate/index.ts'
import type { PictureDecoder } from '../generation/replicate/fit-picture.ts'
import { presetFor } from '../generation/replicate/presets.ts'
import { createReplicateTrainer, type ReplicateTrainer } from '../generation/replicate/trainer.ts'
import { createUnpriced } from '../generation/unpriced.ts'
import type { Maker } from '../runs/records.ts'
import { s3Keys } from '../settings/s3-keys.ts'
import type { Secrets } from '../settings/secrets.ts'
import { openStore } from '../storage/open-store.ts'
import { parseLocation } from '../storage/s3/location.ts'
import type { Store } from '../storage/store.ts'
import type { Bucket } from '../training/records.ts'
import { remembered } from './remembered.ts'
import { createVisionServices, type VisionServices } from './vision-services.ts'

/** The services that the current settings select. Each is created when it is first needed and kept until its settings change. */
export interface Services extends VisionServices {
  readonly evaluator: Evaluator
  /** List prices of vision models, without those of the settings. */
  readonly prices: PriceTable
  readonly generator: () => Generator
  readonly generatorNamed: (name: string) => Generator | null
  readonly generatorAs: (maker: Maker) => Generator | null
  /** Returns the generator with this model at its current price; null when the model or its price is unknown. */
  readonly generatorOf: (name: string, model: string) => Generator | null
  /** Returns the trainer at Replicate, with the current settings. */
  readonly trainer: () => ReplicateTrainer
  readonly store: () => Store | null
  /** Returns a store other than that of the settings, with the same keys. `bucket` is null for a folder. Throws BAD_INPUT. */
  readonly storeAt: (url: string) => { readonly store: Store; readonly bucket: Bucket | null }
  readonly test: (service: Exclude<ServiceName, 'fleet'>, signal?: AbortSignal) => Promise<ServiceReport>
}

export interface ServicePorts {
  readonly settings: () => Settings
  readonly secrets: Secrets
  readonly env: Readonly<Record<string, string | undefined>>
  readonly draw: Drawer
  readonly pictures: PictureDecoder
  readonly local: { readonly evaluator: Evaluator; readonly generator: Generator }
  /** Folder of the embedded instructions and prices. */
  readonly evaluatorDir: string
  /** Folder of the user's own `prices.json`, if there is one. */
  readonly configDir: string
  /** Absent when only this machine uses the account. */
  readonly paid?: PaidGate | undefined
}

export async function createServices(ports: ServicePorts): Promise<Services> {
  const { settings, secrets, env, draw, pictures, local, evaluatorDir, configDir, paid } = ports
  const instructions = await loadInstructions(evaluatorDir)
  const prices = await ownPrices(join(configDir, 'prices.json')).then((own) => own ?? loadPrices(evaluatorDir))

  const openAiKey = () => secrets.get('OPENAI_API_KEY')
  const { test: testVision, ...vision } = createVisionServices({ settings, openAiKey, env, draw, instructions, prices })
  const replicate = remembered((model: string, baseUrl: string, priceUsd: number | undefined) => {
    const preset = presetFor(model, priceUsd === undefined ? {} : { [model]: priceUsd })
    if (!preset) return null
    const address = baseUrl === '' ? REPLICATE_URL : baseUrl
    const generator = createReplicateGenerator({
      token: () => secrets.get('REPLICATE_API_TOKEN'),
      baseUrl: address,
      unencryptedHosts: () => settings().unencryptedHosts,
      preset,
      pictures,
      fetch: paid?.fetch(address),
    })
    return paid ? paid.wrap(generator) : generator
  })
  const trainerAt = remembered((baseUrl: string) =>
    createReplicateTrainer({
      token: () => secrets.get('REPLICATE_API_TOKEN'),
      baseUrl: baseUrl === '' ? REPLICATE_URL : baseUrl,
      unencryptedHosts: () => settings().unencryptedHosts,
    }),
  )
  // The features of an endpoint are tested once.
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

  const replicateNow = () => {
    const { replicateModel, replicateBaseUrl, imagePricesUsd } = settings()
    const priceUsd = imagePricesUsd[replicateModel] ?? presetFor(replicateModel)?.priceUsd
    return replicate(replicateModel, replicateBaseUrl.trim(), priceUsd)
  }
  const storeOf = (store: string) => {
    const { storeEndpoint, storeRegion, storeProfile, unencryptedHosts } = settings()
    const { accessKeyId: id = '', secretAccessKey: key = '', sessionToken: token = '' } = s3Keys(secrets, env) ?? {}
    const [endpoint, region] = [storeEndpoint.trim(), storeRegion.trim()]
    return storeAt(store, endpoint, region, storeProfile.trim(), id, key, token, unencryptedHosts.join(' '))
  }
  const storeNow = () => {
    const store = settings().store.trim()
    return store === '' ? null : storeOf(store)
  }
  function bucketOf(url: string): Bucket | null {
    if (!/^s3:/i.test(url)) return null
    const { storeEndpoint, storeRegion, unencryptedHosts } = settings()
    const { bucket, prefix, endpoint, region } = parseLocation({
      url,
      env,
      unencryptedHosts,
      ...(storeEndpoint.trim() && { endpoint: storeEndpoint.trim() }),
      ...(storeRegion.trim() && { region: storeRegion.trim() }),
    })
    const place = region ?? 'us-east-1'
    return {
      name: bucket,
      prefix: prefix.replace(/\/$/, ''),
      endpoint: endpoint ?? `https://s3.${place}.amazonaws.com`,
      region: place,
    }
  }
  const GENERATORS: Readonly<Record<Settings['generator'], () => Generator>> = {
    local: () => local.generator,
    replicate: () => replicateNow() ?? createUnpriced('replicate', settings().replicateModel),
  }
  const generatorNamed = (name: string): Generator | null =>
    Object.entries(GENERATORS).find(([each]) => each === name)?.[1]() ?? null

  async function testStore(signal?: AbortSignal): Promise<ServiceReport> {
    const store = storeNow()
    if (store === null) return { ok: false, message: 'No store is set.' }
    await store.testConnection(signal)
    return { ok: true, message: `${store.url} can be listed, written to and deleted from.` }
  }

  return {
    evaluator: local.evaluator,
    prices,
    ...vision,
    generator: () => GENERATORS[settings().generator](),
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
    trainer: () => trainerAt(settings().replicateBaseUrl.trim()),
    store: storeNow,
    storeAt: (url) => ({ store: storeOf(url), bucket: bucketOf(url) }),
    async test(service, signal) {
      try {
        switch (service) {
          case 'openai':
          case 'local-server':
            return await testVision(service, signal)
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

async function ownPrices(file: string) {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? null : parsePrices(text, file)
}
