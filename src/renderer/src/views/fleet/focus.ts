import { ACTOR_PAGE_ID } from '../../model/window/element-ids.ts'

/** The one element of the table or wall that takes the focus and the keys. */
export const FLEET_ID = ACTOR_PAGE_ID

export const itemId = (actorId: string): string => `fleet-${actorId}`

export const focusFleet = (): void => document.getElementById(FLEET_ID)?.focus()
