import type { utilityProcess } from 'electron'
import { plainEnvironment } from '../../kit/node-process.ts'
import type { StartProcess } from '../../kit/process-pool.ts'
import { MOST_HEAP_MIB } from '../../kit/serve-calls.ts'

/** Electron's own kind of process, since its program does not run as Node; with nothing of the environment that may hold keys. */
export const decoderProcess =
  (utility: Pick<typeof utilityProcess, 'fork'>, file: string): StartProcess =>
  ({ answer, ended }) => {
    const child = utility.fork(file, [], {
      env: plainEnvironment(),
      execArgv: [`--max-old-space-size=${MOST_HEAP_MIB}`],
      serviceName: 'Evencast image decoder',
      stdio: 'ignore',
    })
    child.on('message', answer)
    child.once('exit', ended)
    return { send: (call) => child.postMessage(call), kill: () => void child.kill() }
  }
