import { setTimeout as delay } from 'node:timers/promises'

/** A worker whose measuring takes longer than anyone waits, and whose judging takes no time. */
export async function measure(): Promise<null> {
  await delay(300)
  return null
}

export const judge = async (): Promise<ReadonlyMap<string, string>> => new Map()
