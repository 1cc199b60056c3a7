import { join } from 'node:path'
import { machinePorts, sharedMachine } from './machine.ts'
import { runCli } from '../../src/main/hosts/cli/program.ts'

const ROOT = join(import.meta.dirname, '../..')

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Questions that were asked on the terminal. */
  readonly asked: readonly string[]
}

/** Runs one command from the sources in this process. `answer` is null for a terminal that cannot answer. */
export async function command(
  argv: readonly string[],
  { configDir, env = {}, answer = null }: { configDir: string; env?: Record<string, string>; answer?: boolean | null },
): Promise<Said> {
  const machine = { ...machinePorts(), machine: sharedMachine() }
  let [stdout, stderr] = ['', '']
  const asked: string[] = []
  const code = await runCli(
    argv,
    {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      env,
      places: {
        configDir,
        resourcesDir: join(ROOT, 'resources'),
        ...machine,
        uiDir: join(ROOT, 'out/renderer'),
        logFile: join(configDir, 'evencast.log'),
        licencesFile: '',
        preloadFile: join(ROOT, 'out/preload/index.cjs'),
      },
      signal: new AbortController().signal,
      ask:
        answer === null
          ? null
          : async (question) => {
              asked.push(question)
              return answer
            },
    },
    '0.0.0',
  )
  return { code, stdout, stderr, asked }
}
