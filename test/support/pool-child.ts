import { setTimeout as delay } from 'node:timers/promises'

/** A worker whose measuring never ends in a test's time and whose judging takes no time. */
export async function measure(_file: string): Promise<null> {
  await delay(300)
  return null
}

export const judge = async (_images: readonly string[]): Promise<ReadonlyMap<string, string>> => new Map()
