import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import type { contract } from '../../contract/index.ts'

type Contract = typeof contract
type Inputs = InferContractRouterInputs<Contract>
type Outputs = InferContractRouterOutputs<Contract>
type Group = Exclude<keyof Contract, 'events'>

/** Cancels a call when its caller disconnects. */
export interface Call {
  readonly signal?: AbortSignal | undefined
}

/**
 * Procedures of one group of the contract, implemented on the parts of an opened library that they `Need`. A group may be assembled from
 * several such tables; the router refuses an incomplete one.
 */
export type Procedures<G extends Group, Need, P extends keyof Contract[G] = keyof Contract[G]> = {
  readonly [N in P]: (
    need: Need,
    input: N extends keyof Inputs[G] ? Inputs[G][N] : never,
    call: Call,
  ) => N extends keyof Outputs[G] ? Outputs[G][N] | Promise<Outputs[G][N]> : never
}
