import type { BatchContext } from '../operations/batch/batch-context.ts'
import type { EditingContext } from '../operations/edit/editing-context.ts'
import type { ExecuteContext } from '../operations/run/execute-context.ts'
import type { SyncContext } from '../operations/sync/sync-context.ts'
import type { ViewContext } from '../operations/view/view-context.ts'

/** The context of the opened library for all operations. */
export interface OpenedContext extends BatchContext, EditingContext, ExecuteContext, SyncContext, ViewContext {}
