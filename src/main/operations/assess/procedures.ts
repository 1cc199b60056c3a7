import { chosenActors } from '../context/chosen-actors.ts'
import type { AssessContext } from './assess-context.ts'
import type { Procedures } from '../context/procedures.ts'
import { type AssessNeeds, assessTask } from './assess-task.ts'
import { inspectImage } from './inspect-image.ts'

export const imageInspection: Procedures<'images', { readonly context: AssessContext }, 'inspect'> = {
  inspect: ({ context }, { imageId }, { signal }) => inspectImage(context, imageId, signal),
}

export const assessProcedures: Procedures<'actors', AssessNeeds, 'assess'> = {
  assess: (needs, { actorIds, agreed }) => assessTask(needs, chosenActors(needs.context, actorIds), agreed),
}
