import { z } from 'zod'
import type { LocalPreset } from './presets.ts'

export interface FoundServer extends LocalPreset {
  /** Ids of the models that it offers, as it lists them. */
  readonly models: readonly string[]
}

/** What listens on this machine answers at once; nobody waits longer for what does not. */
const ANSWER_WITHIN_MS = 1500

/** A list of models is a few kilobytes; an answer of megabytes is none. */
const MOST_BYTES = 1_000_000

const Models = z.object({ data: z.array(z.object({ id: z.string().min(1).max(200) })) })

/** Which of these servers answer, with their models. Asks nothing but the list of models, and only the addresses given. */
export async function findServers(
  presets: readonly LocalPreset[],
  signal?: AbortSignal,
): Promise<readonly FoundServer[]> {
  const found = await Promise.all(presets.map((preset) => ask(preset, signal)))
  signal?.throwIfAborted()
  return found.filter((server) => server !== null)
}

async function ask(preset: LocalPreset, signal?: AbortSignal): Promise<FoundServer | null> {
  const timeout = AbortSignal.timeout(ANSWER_WITHIN_MS)
  try {
    const response = await fetch(`${preset.url}/models`, {
      // A redirect could lead away from this machine.
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    const text = await response.text()
    if (!response.ok || text.length > MOST_BYTES) return null
    const { data } = Models.parse(JSON.parse(text))
    return { ...preset, models: data.map(({ id }) => id) }
  } catch {
    // Nothing listens there, or something else does.
    return null
  }
}
