import { join } from 'node:path'
import { createMachine, type Machine } from '../../src/main/app/machine.ts'
import { nodeProcess } from '../../src/main/kit/node-process.ts'
import { keptFolder } from './kept.ts'

const MAIN = join(import.meta.dirname, '../../src/main')
const decoderFile = join(import.meta.dirname, 'keeping-decoder-child.ts')

/** From the sources. The decoder is told where pictures are kept: nothing else of the environment reaches it. */
export const machinePorts = () => ({
  workerFile: join(MAIN, 'worker.ts'),
  decoderFile,
  startDecoder: nodeProcess(decoderFile, keptFolder()),
})

let shared: Machine | undefined

/** One for all cores of this process: starting threads and decoders anew for each takes longer than most of what they are asked. */
export function sharedMachine(): Machine {
  shared ??= createMachine(machinePorts())
  return shared
}
