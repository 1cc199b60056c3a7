import type { Core, CorePorts } from '../../app/core.ts'
import type { TakenActor } from '../ledger/actors.ts'
import { createPaidGate, type PaidPorts } from '../paid-gate.ts'
import { createKnownFiles } from './known-files.ts'
import type { Ending } from './turns.ts'
import { type WorkPorts, workOnActor } from './work-on-actor.ts'

interface SlotPorts {
  readonly paid: Omit<PaidPorts, 'ownerOf'>
  readonly createCore: (own: Pick<CorePorts, 'paid' | 'known'>) => Promise<Core>
}

export type Slot = Awaited<ReturnType<typeof openSlot>>

/**
 * Opens a slot, which works on one actor at a time. It has its own core, so that no actor waits for another's, and that core pays for its
 * actor only.
 */
export async function openSlot({ paid, createCore }: SlotPorts) {
  let owned: TakenActor | null = null
  const gate = createPaidGate({ ...paid, ownerOf: (actorId) => (owned?.actorId === actorId ? owned : null) })
  const known = createKnownFiles(paid.ledger)
  const core = await createCore({ paid: gate, known: known.ports })
  return {
    core,
    settleCancelled: gate.settleCancelled,
    async workOn(ports: Omit<WorkPorts, 'core' | 'known'>, actor: TakenActor): Promise<Ending> {
      owned = actor
      try {
        return await workOnActor({ ...ports, core, known }, actor)
      } finally {
        owned = null
      }
    },
  }
}
