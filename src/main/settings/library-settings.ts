import { createHash } from 'node:crypto'
import type { SettingKey, Settings } from '../contract/settings.ts'

/** Where keys are sent and what things cost: never taken from a library, which may come from anybody. */
export const USER_ONLY = [
  'openaiBaseUrl',
  'replicateBaseUrl',
  'storeEndpoint',
  'openaiPricesUsd',
  'imagePricesUsd',
  'unencryptedHosts',
] as const satisfies readonly SettingKey[]

/** Who is asked, who is paid and what may be deleted elsewhere: taken from a library once this user has agreed to it. */
const ASKED = [
  'store',
  'storeRegion',
  'storeProfile',
  'evaluator',
  'openaiModel',
  'openaiLook',
  'generator',
  'replicateModel',
  'maxCostUsd',
  'maxDeletedPercent',
  'deleteForeign',
] as const satisfies readonly SettingKey[]

const pick = (values: Partial<Settings>, keys: readonly SettingKey[]) =>
  Object.entries(values).filter(([key]) => keys.some((one) => one === key))

/** What a library's settings say that is to be agreed to; empty: nothing. */
export const askedOf = (values: Partial<Settings>): Partial<Settings> => Object.fromEntries(pick(values, ASKED))

/** Names what was agreed to: other settings have another. */
export const digestOf = (values: Partial<Settings>): string =>
  createHash('sha256')
    .update(JSON.stringify(pick(values, ASKED).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex')

/** The part of a library's settings that counts. */
export function settingsThatCount(values: Partial<Settings>, agreed: boolean): Partial<Settings> {
  const out: readonly SettingKey[] = agreed ? USER_ONLY : [...USER_ONLY, ...ASKED]
  return Object.fromEntries(Object.entries(values).filter(([key]) => !out.some((one) => one === key)))
}
