import type { Procedures } from '../context/procedures.ts'
import { chosenActors } from '../context/chosen-actors.ts'
import { type BatchTaskNeeds, submitTask } from './submit-task.ts'

export const batchProcedures: Procedures<'vision', BatchTaskNeeds, 'handIn' | 'pickUp' | 'cancel'> = {
  handIn: (needs, { actorIds }) => submitTask(needs, chosenActors(needs.context, actorIds)),
  async pickUp({ batches, followBatches }) {
    await batches.advance()
    followBatches()
  },
  cancel: ({ batches }, { visionRequestId }) => batches.cancel(Number(visionRequestId)),
}
