import { z } from 'zod'
import type { LocalPreset } from './presets.ts'

export interface FoundServer extends LocalPreset {
  /** Ids of the models that it offers, as it lists them. */
  readonly models: readonly string[]
}

/** Timeout; a server on this machine answers at once. */
const ANSWER_WITHIN_MS = 1500

/** Largest accepted list of models: a real one is a few kilobytes. */
const MOST_BYTES = 1_000_000

const Models = z.object({ data: z.array(z.object({ id: z.string().min(1).max(200) })) })

/** Returns the servers that answer, with their models. Requests only the list of models, and only from the given addresses. */
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
    // Nothing listens there, or a program of another kind does.
    return null
  }
}
