import { createS3Store } from '../../src/main/storage/s3/create.ts'
import { sync } from '../../src/main/storage/sync.ts'
import { localFiles } from '../unit/storage/local-files.ts'
import { fileState } from './s3/sync-state.ts'

/** A process of its own that syncs the folder `argv[2]` to `argv[4]` on `argv[5]`, keeping its state in `argv[3]`: made to be killed. */
const [, , library = '', stateFile = '', url = '', endpoint = ''] = process.argv
await sync({
  store: createS3Store({ url, endpoint }),
  local: await localFiles(library),
  state: fileState(stateFile),
  trashId: 'killed',
})
