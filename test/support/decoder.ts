import { join } from 'node:path'
import { nodeProcess } from '../../src/main/kit/node-process.ts'
import type { StartProcess } from '../../src/main/kit/process-pool.ts'
import { keptFolder } from './kept.ts'

const decoderFile = join(import.meta.dirname, 'keeping-decoder-child.ts')

/** Starts the app's decoder, told where pictures are kept: nothing else of the environment reaches it. */
const startDecoder: StartProcess = (events) => nodeProcess(decoderFile, keptFolder())(events)

export const TEST_DECODER = { decoderFile, startDecoder }
