import { join } from 'node:path'
import { createMachine, type Machine } from '../../src/main/app/machine.ts'
import { nodeProcess } from '../../src/main/kit/node-process.ts'
import { keptFolder } from './kept.ts'

const MAIN = join(import.meta.dirname, '../../src/main')
const decoderFile = join(import.meta.dirname, 'keeping-decoder-child.ts')

/** Ports that use the sources. The decoder gets the cache folder, because it inherits nothing else from the environment. */
export const machinePorts = () => ({
  workerFile: join(MAIN, 'worker.ts'),
  decoderFile,
  startDecoder: nodeProcess(decoderFile, keptFolder()),
})

let shared: Machine | undefined

/** Returns the machine that all cores of this process share, because starting threads and decoders takes longer than most of their jobs. */
export function sharedMachine(): Machine {
  shared ??= createMachine(machinePorts())
  return shared
}
