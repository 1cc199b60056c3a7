import { ACTOR_PAGE_ID } from '../../model/window/element-ids.ts'

/** Element id of the table or wall, which takes the focus and the keys. */
export const ACTORS_ID = ACTOR_PAGE_ID

export const itemId = (actorId: string): string => `actors-${actorId}`

export const focusAllActors = (): void => document.getElementById(ACTORS_ID)?.focus()
