import type { Journal } from '../../src/main/runs/journal.ts'
import type { RunPorts } from '../../src/main/runs/ports.ts'

/**
 * Stands for a `kill -9` inside one process: from the `blowAt`-th operation on, no port call ever returns and no journal write
 * takes place, so nothing that the abandoned code does has any effect.
 */
export interface Fuse {
  readonly blown: boolean
  readonly operations: number
  /** Resolves when it has blown and what was under way on disk at that moment has come to its end. */
  readonly dead: Promise<void>
  ports(ports: RunPorts): RunPorts
  journal(journal: Journal): Journal
  /** The same for any port, and for any table whose calls that write are not among `READS`. */
  calls<T extends object>(port: T, except?: readonly (keyof T)[]): T
  writes<T extends object>(table: T): T
}

const READS = new Set(['get', 'list', 'inState', 'failures', 'ids', 'toUndo', 'toRedo', 'unfinished', 'open'])

/** `onBlow` may end the process in earnest. */
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

  /** Every function of a port but those that do nothing outside the process. */
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
          // Called within a generator's work, which must come to an end for the dead to be dead: they fail as journals do.
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
