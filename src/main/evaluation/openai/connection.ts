import { z } from 'zod'
import { EvencastError } from '../../domain/error.ts'
import type { ConnectionTest } from '../vision-evaluator.ts'
import { classify, webPage } from './failure.ts'
import type { Connected } from './server.ts'

const Models = z.object({ data: z.array(z.object({ id: z.string() })) })

const SHOWN = 5

/**
 * Tests the connection by requesting the list of models: free of charge, and it shows whether the address, the key or the model's name is
 * wrong.
 */
export async function testConnection(server: Connected, signal?: AbortSignal): Promise<ConnectionTest> {
  const { host, model } = server
  const no = (message: string): ConnectionTest => ({ ok: false, message })
  try {
    const { models: offered } = await server.client()
    const data: unknown = await offered
      .list(signal ? { signal } : {})
      .asResponse()
      .then(readBody)
    if (typeof data === 'string') return no(webPage(server).message)
    const models = Models.safeParse(data)
    if (!models.success) return no(`${host} answers, but not in OpenAI’s format. Check the base URL; it ends in /v1.`)
    const ids = models.data.data.map(({ id }) => id)
    // Ollama lists “llava:latest” and accepts “llava”.
    if (ids.includes(model) || ids.includes(`${model}:latest`))
      return { ok: true, message: `${host} answers and offers ${model}.` }
    const some = ids.slice(0, SHOWN).join(', ')
    return no(
      `${host} answers but does not offer “${model}”.${some ? ` It offers ${some}${ids.length > SHOWN ? ' …' : ''}.` : ''}`,
    )
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof EvencastError) return no(error.message)
    if (error instanceof Error && error.cause instanceof EvencastError) return no(error.cause.message)
    return no(classify(error, server).message)
  }
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
