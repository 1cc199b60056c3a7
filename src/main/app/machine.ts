import { nodeProcess } from '../kit/node-process.ts'
import type { StartProcess } from '../kit/process-pool.ts'
import { createPool } from '../kit/worker-pool.ts'
import { clearImageFolders } from '../library/leftovers.ts'
import { atOnceInTurns } from '../library/scan.ts'
import { scanFolders } from '../library/scan-folders.ts'
import { GROUPS_AT_ONCE, type ScanFolders } from '../library/scanner.ts'
import type * as worker from '../worker.ts'
import { createDecoders } from './decoders.ts'

export interface MachinePorts {
  /** Module that worker threads load (`worker.ts`, or `worker.js` once built). */
  readonly workerFile: string
  /** Module of the processes that decode images (`decoder/index.ts`, or `decoder.js` once built). */
  readonly decoderFile: string
  /** Starts such a process, for hosts where it is not a process of Node. */
  readonly startDecoder?: StartProcess
}

/** Functions that read many folders, in this thread or another. */
export interface Readers {
  readonly scanFolders: ScanFolders
  readonly clearImageFolders: (dirs: readonly string[]) => Promise<void>
}

/** Up to this many folders are read faster by this thread, because other threads have to start first. */
const FEW_FOLDERS = 300

export const READ_HERE: Readers = {
  scanFolders: (job) => scanFolders(job, atOnceInTurns()),
  clearImageFolders: async (dirs) => clearImageFolders(dirs),
}

export type Machine = ReturnType<typeof createMachine>

/** Creates the worker threads and processes of this machine: one per processor, however many cores of the app use them. */
export function createMachine({ workerFile, decoderFile, startDecoder }: MachinePorts) {
  const pool = createPool<typeof worker>(workerFile)
  const decoders = createDecoders(startDecoder ?? nodeProcess(decoderFile))
  const readers: Readers = {
    scanFolders: (job) => pool.run('scanFolders', job),
    clearImageFolders: (dirs) => pool.run('clearImageFolders', dirs),
  }
  return {
    pool,
    decoders,
    /** Returns the functions that read the folders of so many actors. `alone`: nothing else is waiting for this thread. */
    readersOf: (actors: number, alone: boolean): Readers => (alone && actors <= FEW_FOLDERS ? READ_HERE : readers),
    /** Starts the threads that read folders while the database opens. */
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
