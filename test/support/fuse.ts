import type { Journal } from '../../src/main/runs/journal.ts'
import type { RunPorts } from '../../src/main/runs/ports.ts'

/**
 * Simulates a `kill -9` within one process: from the `blowAt`-th operation on, port calls never return and nothing is written to the
 * journal, so the abandoned code has no effect.
 */
export interface Fuse {
  readonly blown: boolean
  readonly operations: number
  /** Resolves when the fuse has blown and all file operations under way at that moment have ended. */
  readonly dead: Promise<void>
  ports(ports: RunPorts): RunPorts
  journal(journal: Journal): Journal
  /** `calls` does the same for any port, and `writes` for any table, whose calls count as writes unless they are in `READS`. */
  calls<T extends object>(port: T, except?: readonly (keyof T)[]): T
  writes<T extends object>(table: T): T
}

const READS = new Set(['get', 'list', 'inState', 'failures', 'ids', 'toUndo', 'toRedo', 'unfinished', 'open'])

/** Creates a fuse. `onBlow` may kill the process for real. */
export function createFuse(blowAt: number, onBlow: () => void = () => {}): Fuse {
  let operations = 0
  let blown = false
  const underWay = new Set<Promise<unknown>>()
  let announce = (): void => {}
  const dead = new Promise<void>((resolve) => {
    announce = resolve
  }).then(async () => {
    while (underWay.size > 0) await Promise.allSettled(underWay)
  })
  const tick = (): boolean => {
    operations++
    if (!blown && operations >= blowAt) {
      blown = true
      onBlow()
      announce()
    }
    return blown
  }
  const never = new Promise<never>(() => {})

  const fused =
    <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (tick()) return never
      const acting = act(...args)
      underWay.add(acting)
      const settled = await Promise.allSettled([acting])
      underWay.delete(acting)
      if (settled[0].status === 'rejected') return blown ? never : Promise.reject(settled[0].reason as Error)
      return tick() ? never : settled[0].value
    }

  /** Wraps every function of a port except those without effects outside the process. */
  const fusedCalls = <T extends object>(port: T, except: readonly (keyof T)[] = []): T =>
    new Proxy(port, {
      get(target, key, receiver) {
        const member: unknown = Reflect.get(target, key, receiver)
        if (typeof member !== 'function' || except.some((name) => name === key)) return member
        return fused(async (...args: unknown[]): Promise<unknown> => Reflect.apply(member, target, args))
      },
    })

  const fusedWrites = <T extends object>(table: T): T =>
    new Proxy(table, {
      get(target, key, receiver) {
        const member: unknown = Reflect.get(target, key, receiver)
        if (typeof member !== 'function' || READS.has(String(key))) return member
        return (...args: unknown[]): unknown => {
          if (tick()) throw new Error('killed')
          return Reflect.apply(member, target, args)
        }
      },
    })

  return {
    get blown() {
      return blown
    },
    get operations() {
      return operations
    },
    dead,
    calls: fusedCalls,
    writes: fusedWrites,
    ports: (ports) =>
      fusedCalls<RunPorts>(
        {
          ...ports,
          files: fusedCalls(ports.files),
          manifests: fusedCalls(ports.manifests),
          // A generator calls them during its work, which must end before `dead` resolves, so they throw as journals do.
          payments: fusedWrites(ports.payments),
          generator: (name) => fusedCalls(ports.generator(name), ['priceUsd', 'lacks']),
          generatorAs: (maker) => fusedCalls(ports.generatorAs(maker), ['priceUsd', 'lacks']),
        },
        ['generator', 'generatorAs', 'changed'],
      ),
    journal: (journal) => ({
      runs: fusedWrites(journal.runs),
      actors: fusedWrites(journal.actors),
      steps: journal.steps,
      log: fusedWrites(journal.log),
      transaction: (work) => {
        if (tick()) throw new Error('killed')
        journal.transaction(work)
      },
    }),
  }
}
