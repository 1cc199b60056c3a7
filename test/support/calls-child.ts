import { serveCalls } from '../../src/main/kit/serve-calls.ts'

const MIB = 1024 ** 2

const functions = {
  pid: () => process.pid,
  double: ({ value }: { readonly value: number }) => value * 2,
  keys: () => Object.keys(process.env).filter((name) => /KEY|TOKEN|SECRET/.test(name)),
  refuse() {
    throw new Error('No.')
  },
  abort: () => process.abort(),
  async hoard() {
    const held: Buffer[] = []
    for (;;) {
      held.push(Buffer.alloc(16 * MIB, 1))
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  },
}

export type Functions = typeof functions

serveCalls(functions, 300 * MIB)
