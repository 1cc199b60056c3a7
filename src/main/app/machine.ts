import { nodeProcess } from '../kit/node-process.ts'
import type { StartProcess } from '../kit/process-pool.ts'
import { createPool } from '../kit/worker-pool.ts'
import { GROUPS_AT_ONCE } from '../library/scanner.ts'
import type * as worker from '../worker.ts'
import { createDecoders } from './decoders.ts'

export interface MachinePorts {
  /** Module that worker threads load (`worker.ts`, or `worker.js` once built). */
  readonly workerFile: string
  /** Module of the processes that decode images (`decoder/index.ts`, or `decoder.js` once built). */
  readonly decoderFile: string
  /** How such a process is started, where it is not as a process of Node. */
  readonly startDecoder?: StartProcess
}

export type Machine = ReturnType<typeof createMachine>

/** The threads and processes of this machine: as many as it has processors, however many cores use them. */
export function createMachine({ workerFile, decoderFile, startDecoder }: MachinePorts) {
  const pool = createPool<typeof worker>(workerFile)
  const decoders = createDecoders(startDecoder ?? nodeProcess(decoderFile))
  return {
    pool,
    decoders,
    /** The threads that a folder is read by start while its database opens. */
    startReaders(): void {
      for (let i = 0; i < GROUPS_AT_ONCE; i++)
        void pool.run('scanFolders', { folders: [], ignoreText: '' }).catch(() => {})
    },
    async close(): Promise<void> {
      await pool.close()
      await decoders.close()
    },
  }
}
