import { EvencastError } from '../../domain/error.ts'
import type { Api } from './api.ts'
import { errorOf } from './failure.ts'
import { fieldsOf } from './model-schema.ts'
import type { Preset } from './presets.ts'

export interface ConnectionReport {
  readonly ok: boolean
  /** A sentence for the user. */
  readonly message: string
}

/** Checks the token's account and the model, and reports what is wrong. Throws only the signal's reason. */
export async function testConnection(api: Api, preset: Preset, signal: AbortSignal): Promise<ConnectionReport> {
  const { model, priceUsd } = preset
  const account = await api.account(signal)
  if (!account.ok) {
    const { failure } = account
    if (failure.kind === 'refused' && failure.status === 404) {
      return no(`${api.baseUrl} is not Replicate. Correct its address in Settings.`)
    }
    return no(errorOf(failure, model).message)
  }
  const found = await api.model(model, signal)
  if (!found.ok) return no(errorOf(found.failure, model).message)
  try {
    if (preset.fields === null) fieldsOf(model, found.value)
  } catch (error) {
    if (error instanceof EvencastError) return no(error.message)
    throw error
  }
  const { username } = account.value
  return { ok: true, message: `Connected as ${username}: ${model} is available at $${priceUsd} per image.` }
}

const no = (message: string): ConnectionReport => ({ ok: false, message })
