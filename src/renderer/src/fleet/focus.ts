/** The one element of the table or wall that takes the focus and the keys. */
export const FLEET_ID = 'fleet'

export const itemId = (actorId: string): string => `fleet-${actorId}`

export const focusFleet = (): void => document.getElementById(FLEET_ID)?.focus()
