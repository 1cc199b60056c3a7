import { createS3Store } from '../../src/main/storage/s3/create.ts'
import { sync } from '../../src/main/storage/sync.ts'
import { localFiles } from '../unit/storage/local-files.ts'
import { fileState } from './s3/sync-state.ts'

/**
 * A process that syncs the folder `argv[2]` to `argv[4]` on `argv[5]`, with its state in `argv[3]`, for tests to kill. Under `--expose-gc`
 * it prints how much memory was in use towards the end, without garbage and data being sent.
 */
const [, , library = '', stateFile = '', url = '', endpoint = ''] = process.argv
let handled = 0
const samples: number[] = []
const { uploaded } = await sync({
  store: createS3Store({ url, endpoint }),
  local: await localFiles(library),
  state: fileState(stateFile),
  trashId: 'killed',
  onProgress() {
    if (!globalThis.gc || ++handled % 20 !== 0) return
    globalThis.gc()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    samples.push(heapUsed + arrayBuffers)
  },
})
console.log(JSON.stringify({ uploaded: uploaded.length, inUseBytes: Math.min(...samples.slice(-8)) }))
