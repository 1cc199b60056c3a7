import { createHash } from 'node:crypto'
import type { SettingKey, Settings } from '../contract/settings.ts'

/** Settings about where keys are sent and what things cost: never read from a library, which may be untrusted. */
export const USER_ONLY = [
  'openaiBaseUrl',
  'localServerUrl',
  'localServerConcurrency',
  'replicateBaseUrl',
  'storeEndpoint',
  'openaiPricesUsd',
  'imagePricesUsd',
  'unencryptedHosts',
  'modelMirror',
  'updates',
] as const satisfies readonly SettingKey[]

/**
 * Settings about which services are used and paid, and what may be deleted elsewhere: read from a library only once this user has agreed.
 */
const ASKED = [
  'store',
  'storeRegion',
  'storeProfile',
  'evaluator',
  'openaiModel',
  'localServerModel',
  'detailLevel',
  'generator',
  'replicateModel',
  'maxCostUsd',
  'maxDeletedPercent',
  'deleteForeign',
] as const satisfies readonly SettingKey[]

const pick = (values: Partial<Settings>, keys: readonly SettingKey[]) =>
  Object.entries(values).filter(([key]) => keys.some((one) => one === key))

/** This user's decisions about settings of a library, each identified by its digest, so that another value is a new question. */
export interface Decisions {
  readonly agreed: ReadonlySet<string>
  readonly declined: ReadonlySet<string>
}

export const NOTHING_DECIDED: Decisions = { agreed: new Set(), declined: new Set() }

const digestOf = (key: string, value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([key, value]))
    .digest('hex')
const digestsOf = (values: Partial<Settings>): readonly string[] =>
  pick(values, ASKED).map(([key, value]) => digestOf(key, value))

/** Returns a library's settings that are not decided yet; empty when there are none. */
export const askedOf = (values: Partial<Settings>, { agreed, declined }: Decisions): Partial<Settings> =>
  Object.fromEntries(
    pick(values, ASKED).filter(([key, value]) => {
      const digest = digestOf(key, value)
      return !agreed.has(digest) && !declined.has(digest)
    }),
  )

const without = (all: ReadonlySet<string>, those: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...all].filter((digest) => !those.has(digest)))

/** Returns the decisions with these values agreed. */
export function agreeTo({ agreed, declined }: Decisions, values: Partial<Settings>): Decisions {
  const digests = new Set(digestsOf(values))
  return { agreed: new Set([...agreed, ...digests]), declined: without(declined, digests) }
}

/** Returns the decisions with these values declined. */
export function decline({ agreed, declined }: Decisions, values: Partial<Settings>): Decisions {
  const digests = new Set(digestsOf(values))
  return { agreed: without(agreed, digests), declined: new Set([...declined, ...digests]) }
}

/** Formats the decisions about these values as text for `parseDecisions`: a `-` marks a declined one. */
export const formatDecisions = ({ agreed, declined }: Decisions, values: Partial<Settings>): string =>
  digestsOf(values)
    .flatMap((digest) => (agreed.has(digest) ? [digest] : declined.has(digest) ? [`-${digest}`] : []))
    .join(' ')

/** Parses the text of `formatDecisions`; any other text decides nothing. */
export function parseDecisions(text: string): Decisions {
  const { yes = [], no = [] } = Object.groupBy(text.split(' '), (word) => (word.startsWith('-') ? 'no' : 'yes'))
  return { agreed: new Set(yes), declined: new Set(no.map((word) => word.slice(1))) }
}

/** Returns the part of a library's settings that applies. */
export const settingsThatCount = (values: Partial<Settings>, { agreed }: Decisions): Partial<Settings> =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([key, value]) =>
        !USER_ONLY.some((one) => one === key) &&
        (!ASKED.some((one) => one === key) || agreed.has(digestOf(key, value))),
    ),
  )
