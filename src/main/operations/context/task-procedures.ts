import type { Procedures } from './procedures.ts'
import type { Tasks } from './tasks.ts'

export const taskProcedures: Procedures<'tasks', { readonly tasks: Tasks }, 'cancel'> = {
  cancel: ({ tasks }, { taskId }) => tasks.cancel(taskId),
}
