import { chosenActors } from '../context/chosen-actors.ts'
import type { Session } from '../context/library-context.ts'
import type { Procedures } from '../context/procedures.ts'
import { type AssessNeeds, assessTask } from './assess-task.ts'
import { inspectImage } from './inspect-image.ts'

export const imageInspection: Procedures<'images', { readonly session: Session }, 'inspect'> = {
  inspect: ({ session }, { imageId }, { signal }) => inspectImage(session, imageId, signal),
}

export const assessProcedures: Procedures<'actors', AssessNeeds, 'assess'> = {
  assess: (needs, { actorIds, agreed }) => assessTask(needs, chosenActors(needs.session, actorIds), agreed),
}
