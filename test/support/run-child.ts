import { createJournal } from '../../src/main/runs/journal.ts'
import { createRunner } from '../../src/main/runs/runner.ts'
import { createFuse } from './fuse.ts'
import { createPorts, createService, openJournalDatabase, planFor } from './run-library.ts'

/** A process that executes or undoes a run over the library `argv[2]` and kills itself at operation `argv[4]`; see kill-process.test.ts. */
const [, , root = '', task = 'run', killAt = 'Infinity'] = process.argv
const fuse = createFuse(Number(killAt), () => process.kill(process.pid, 'SIGKILL'))
const runner = createRunner({
  journal: fuse.journal(createJournal(openJournalDatabase(root))),
  ports: fuse.ports(createPorts(root, createService(root))),
  now: () => new Date(),
  onRun: () => {},
})
const warnings = await runner.recover()
if (warnings.length > 0) throw new Error(warnings.join('\n'))
const [run] = runner.list()
if (task === 'undo') {
  if (run && run.state !== 'undone') await runner.undo(run.runId)
} else if (!run) {
  const plans = [await planFor(root, 'ann', [1, 2, 3], 6), await planFor(root, 'bob', [1, 2], 6)]
  await runner.finished((await runner.start({ plans, generator: 'service', concurrency: 3 })).runId)
} else if (run.state === 'interrupted') {
  await runner.resume(run.runId)
  await runner.finished(run.runId)
}
