import { join } from 'node:path'
import { pino } from 'pino'
import { TEST_DECODER } from './decoder.ts'
import { makePrivate } from './private.ts'
import { type Core, type CorePorts, createCore } from '../../src/main/app.ts'

const ROOT = join(import.meta.dirname, '../..')

/** A core from the sources, with an environment of its own. `await using` closes it. */
export async function testCore(
  configDir: string,
  { keepModes = false, ...ports }: Partial<CorePorts> & { readonly keepModes?: boolean } = {},
): Promise<Core & AsyncDisposable> {
  if (!keepModes) await makePrivate(configDir)
  const core = await createCore({
    configDir,
    resourcesDir: join(ROOT, 'resources'),
    workerFile: join(ROOT, 'src/main/worker.ts'),
    ...TEST_DECODER,
    env: {},
    log: pino({ level: 'silent' }),
    ...ports,
  })
  return Object.assign(core, { [Symbol.asyncDispose]: () => core.close() })
}
