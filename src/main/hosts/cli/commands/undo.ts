import { EvencastError } from '../../../domain/error.ts'
import { folderAndId } from '../options.ts'
import type { AddCommand } from '../frame.ts'
import { plural } from '../table.ts'

export const addUndo: AddCommand = (program, frame) =>
  program
    .command('undo')
    .description('undo a run: the last one, or the one given; with --newest, the newest change of any kind')
    .argument('[words...]', 'the library and the id of a run, in any order; both optional')
    .option('--newest', 'undo the newest change, an edit or a run, as Ctrl+Z does in the window')
    .usage('[library] [run]')
    .action((words: readonly string[], { newest }: { newest?: true }) => {
      const { folder, id } = folderAndId(words)
      if (newest && id !== undefined)
        throw new EvencastError('BAD_INPUT', 'Use either --newest or a run’s id, not both.')
      return frame.withLibrary({ library: folder }, async (opened, options) => {
        if (newest) {
          const { kind, name } = await opened.undoNewest()
          return { report: { kind, name }, lines: [`Undid “${name}”.`] }
        }
        const newer = opened.newestChange()
        const report = await opened.undo(id, options)
        const { run_id, restored, removed } = report
        return {
          report,
          notes: newer && newer.kind !== 'run' ? [`“${newer.name}” is newer and stays. --newest undoes it.`] : [],
          lines: [`Undid run ${run_id}: ${plural(restored, 'image')} restored, ${removed} removed again.`],
        }
      })
    })
