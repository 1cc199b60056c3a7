import type { FleetLink } from '../runs/fleet-link.ts'

/** Loads PostgreSQL's driver, which nothing else does before there is a fleet. */
export const connectFleet = async (address: string): Promise<FleetLink> =>
  (await import('../fleet/link.ts')).openLink(address)
