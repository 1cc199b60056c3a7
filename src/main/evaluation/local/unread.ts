import { stat } from 'node:fs/promises'
import { EvencastError } from '../../domain/error.ts'
import type { Unreadable } from '../../domain/measures.ts'
import { sha256Of } from '../../kit/sha256.ts'
import type { MeasuredFile } from '../evaluator.ts'

/** Returns a result for a file that was not measured. It is still identified by its content, so that the file is tried only once. */
export async function unread(file: string, measured: Unreadable): Promise<MeasuredFile> {
  try {
    const [sha256, { size }] = await Promise.all([sha256Of(file), stat(file)])
    return { sha256, bytes: size, measured }
  } catch (cause) {
    throw new EvencastError('UNAVAILABLE', measured.unreadable, { cause })
  }
}
