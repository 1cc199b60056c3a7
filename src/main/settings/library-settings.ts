import { createHash } from 'node:crypto'
import type { SettingKey, Settings } from '../contract/settings.ts'

/** Where keys are sent and what things cost: never taken from a library, which may come from anybody. */
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

/** Who is asked, who is paid and what may be deleted elsewhere: taken from a library once this user has agreed to it. */
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

/** What this user has decided about settings of a library, each named by its digest: another value is another question. */
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

/** What a library's settings say that is still to be decided about; empty: nothing. */
export const askedOf = (values: Partial<Settings>, { agreed, declined }: Decisions): Partial<Settings> =>
  Object.fromEntries(
    pick(values, ASKED).filter(([key, value]) => {
      const digest = digestOf(key, value)
      return !agreed.has(digest) && !declined.has(digest)
    }),
  )

const without = (all: ReadonlySet<string>, those: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...all].filter((digest) => !those.has(digest)))

/** The same with a yes to these values. */
export function agreeTo({ agreed, declined }: Decisions, values: Partial<Settings>): Decisions {
  const digests = new Set(digestsOf(values))
  return { agreed: new Set([...agreed, ...digests]), declined: without(declined, digests) }
}

/** The same with a no to these values. */
export function decline({ agreed, declined }: Decisions, values: Partial<Settings>): Decisions {
  const digests = new Set(digestsOf(values))
  return { agreed: without(agreed, digests), declined: new Set([...declined, ...digests]) }
}

/** The decisions about these values as text, to be read by `parseDecisions`: a `-` stands before what was declined. */
export const formatDecisions = ({ agreed, declined }: Decisions, values: Partial<Settings>): string =>
  digestsOf(values)
    .flatMap((digest) => (agreed.has(digest) ? [digest] : declined.has(digest) ? [`-${digest}`] : []))
    .join(' ')

/** Reads what `formatDecisions` wrote; anything else decides nothing. */
export function parseDecisions(text: string): Decisions {
  const { yes = [], no = [] } = Object.groupBy(text.split(' '), (word) => (word.startsWith('-') ? 'no' : 'yes'))
  return { agreed: new Set(yes), declined: new Set(no.map((word) => word.slice(1))) }
}

/** The part of a library's settings that counts. */
export const settingsThatCount = (values: Partial<Settings>, { agreed }: Decisions): Partial<Settings> =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([key, value]) =>
        !USER_ONLY.some((one) => one === key) &&
        (!ASKED.some((one) => one === key) || agreed.has(digestOf(key, value))),
    ),
  )
