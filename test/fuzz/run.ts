import { EvencastError } from '../../src/main/domain/error.ts'
import { createRandom } from '../torture/random.ts'
import { eachReplaced, mutate } from './mutate.ts'
import { createTargets } from './targets.ts'

/**
 * Gives each parser `rounds` corrupted documents and returns the findings. Refusing a document is fine; any error except one with a message
 * for the user is a finding.
 */
export async function fuzz(
  seed: number,
  rounds: number,
): Promise<readonly { name: string; tried: number; wrong: readonly string[] }[]> {
  const made = await createTargets()
  try {
    const results = []
    for (const { name, seed: document, check } of made.targets) {
      const random = createRandom(seed)
      const wrong: string[] = []
      const replaced = eachReplaced(document)
      for (let round = 0; round < rounds; round++) {
        const text = (round % 2 === 0 && replaced.next().value) || mutate(document, random)
        try {
          await check(text)
        } catch (error) {
          if (!(error instanceof EvencastError)) wrong.push(`${String(error)} for ${JSON.stringify(text)}`)
        }
      }
      results.push({ name, tried: rounds, wrong })
    }
    return results
  } finally {
    await made.close()
  }
}
