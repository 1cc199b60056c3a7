import { createS3Store } from '../../src/main/storage/s3/create.ts'
import { sync } from '../../src/main/storage/sync.ts'
import { localFiles } from '../unit/storage/local-files.ts'
import { fileState } from './s3/sync-state.ts'

/**
 * A process of its own that syncs the folder `argv[2]` to `argv[4]` on `argv[5]`, keeping its state in `argv[3]`: made to be
 * killed. Under `--expose-gc` it tells on stdout how much memory was in use at most, garbage left out.
 */
const [, , library = '', stateFile = '', url = '', endpoint = ''] = process.argv
let handled = 0
let mostBytes = 0
const { uploaded } = await sync({
  store: createS3Store({ url, endpoint }),
  local: await localFiles(library),
  state: fileState(stateFile),
  trashId: 'killed',
  onProgress() {
    if (!globalThis.gc || ++handled % 100 !== 0) return
    globalThis.gc()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    mostBytes = Math.max(mostBytes, heapUsed + arrayBuffers)
  },
})
console.log(JSON.stringify({ uploaded: uploaded.length, mostBytes }))
