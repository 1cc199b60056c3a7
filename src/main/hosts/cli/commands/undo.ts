import { folderAndId } from '../options.ts'
import type { AddCommand } from '../frame.ts'
import { plural } from '../table.ts'

export const addUndo: AddCommand = (program, frame) =>
  program
    .command('undo')
    .description('undo a run: the last one, or the one given')
    .argument('[words...]', 'the library and the id of a run, in any order; both optional')
    .usage('[library] [run]')
    .action((words: readonly string[]) => {
      const { folder, id } = folderAndId(words)
      return frame.withLibrary({ library: folder }, async (opened, options) => {
        const report = await opened.undo(id, options)
        const { run_id, restored, removed } = report
        return {
          report,
          lines: [`Undid run ${run_id}: ${plural(restored, 'image')} restored, ${removed} removed again.`],
        }
      })
    })
