import type { utilityProcess } from 'electron'
import { plainEnvironment } from '../../kit/node-process.ts'
import type { StartProcess } from '../../kit/process-pool.ts'
import { MOST_HEAP_MIB } from '../../kit/serve-calls.ts'

/**
 * Starts an Electron utility process, because Electron's executable does not run as Node. Its environment contains no variables that may
 * hold keys.
 */
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
