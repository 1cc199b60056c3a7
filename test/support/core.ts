import { join } from 'node:path'
import { pino } from 'pino'
import { machinePorts, sharedMachine } from './machine.ts'
import { makePrivate } from './private.ts'
import { type Core, type CorePorts, createCore } from '../../src/main/app.ts'

const ROOT = join(import.meta.dirname, '../..')

/**
 * Creates a core from the sources with its own environment. It uses the machine that all tests share unless parts of one are given. `await
 * using` closes it.
 */
export async function testCore(
  configDir: string,
  { keepModes = false, ...ports }: Partial<CorePorts> & { readonly keepModes?: boolean } = {},
): Promise<Core & AsyncDisposable> {
  if (!keepModes) await makePrivate(configDir)
  const isOwn = 'startDecoder' in ports || 'workerFile' in ports
  const core = await createCore({
    configDir,
    resourcesDir: join(ROOT, 'resources'),
    ...machinePorts(),
    ...(!isOwn && { machine: sharedMachine() }),
    env: {},
    log: pino({ level: 'silent' }),
    ...ports,
  })
  return Object.assign(core, { [Symbol.asyncDispose]: () => core.close() })
}
