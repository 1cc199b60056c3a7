import type { FleetLink } from '../runs/fleet-link.ts'

/** Connects to a fleet. This loads PostgreSQL's driver, which is not needed without one. */
export const connectFleet = async (address: string): Promise<FleetLink> =>
  (await import('../fleet/link.ts')).openLink(address)
