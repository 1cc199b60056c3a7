import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EvencastError } from '../../domain/error.ts'
import type { Tokens } from '../vision-evaluator.ts'

const usd = z.number().min(0)

/** Prices of models in USD per million tokens. Prices change every few weeks, so this is dated data that a user may edit. */
export const PriceTable = z.object({
  /** Date on which the prices were looked up: "2026-11-22". */
  date: z.string(),
  /** A batch costs this share of the usual price. */
  batch_share: z.number().min(0).max(1).default(0.5),
  /** Surcharge on the whole request when its input is longer than this, on models marked `long`. */
  long: z
    .object({ above_input_tokens: z.number().positive(), input_times: usd, output_times: usd })
    .default({ above_input_tokens: 272_000, input_times: 2, output_times: 1.5 }),
  /** Without `cached`, cached input has the usual input price. */
  models: z.record(
    z.string(),
    z.object({ input: usd, output: usd, cached: usd.optional(), long: z.boolean().optional() }),
  ),
})
export type PriceTable = z.infer<typeof PriceTable>

/** Loads the default table. @throws EvencastError NOT_FOUND or BAD_INPUT when it is missing or damaged. */
export async function loadPrices(folder: string): Promise<PriceTable> {
  const file = join(folder, 'prices.json')
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new EvencastError('NOT_FOUND', `The price table ${file} is missing; reinstall Evencast.`, { cause })
  })
  return parsePrices(text, file)
}

/** Parses a table. @throws EvencastError BAD_INPUT naming the field that cannot be used. */
export function parsePrices(text: string, file: string): PriceTable {
  let raw: unknown = null
  try {
    raw = JSON.parse(text)
  } catch (cause) {
    throw new EvencastError('BAD_INPUT', `The price table ${file} is not JSON. Correct it, or delete your copy.`, {
      cause,
    })
  }
  const parsed = PriceTable.safeParse(raw)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new EvencastError(
    'BAD_INPUT',
    `The price table ${file} cannot be used: “${issue?.path.join('.')}”: ${issue?.message}. Correct that field.`,
  )
}

/** Returns the table with prices that the user entered, which override it. */
export const withOwnPrices = (
  table: PriceTable,
  own: Readonly<
    Record<string, { readonly input: number; readonly cached?: number | undefined; readonly output: number }>
  >,
): PriceTable => ({
  ...table,
  models: {
    ...table.models,
    ...Object.fromEntries(
      Object.entries(own).map(([model, price]) => [model, { ...price, long: table.models[model]?.long }]),
    ),
  },
})

/**
 * Returns the price of a request; null when the table does not know the model. A dated snapshot ("gpt-4o-2024-11-20") costs as much as its
 * model.
 */
export function costUsd(
  table: PriceTable,
  model: string,
  { inputTokens, cachedTokens, outputTokens }: Tokens,
  batch = false,
): number | null {
  const price = table.models[model] ?? table.models[model.replace(/-\d{4}-\d{2}-\d{2}$/, '')]
  if (price === undefined) return null
  const long = price.long && inputTokens > table.long.above_input_tokens
  const [inputTimes, outputTimes] = long ? [table.long.input_times, table.long.output_times] : [1, 1]
  const fresh = Math.max(0, inputTokens - cachedTokens)
  const input = (fresh * price.input + cachedTokens * (price.cached ?? price.input)) * inputTimes
  return ((input + outputTokens * price.output * outputTimes) / 1e6) * (batch ? table.batch_share : 1)
}
