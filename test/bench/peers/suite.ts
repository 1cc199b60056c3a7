import { ROOT } from '../../../scripts/build.ts'
import { processSeconds } from './pairs.ts'
import type { Peer } from './table.ts'

/** Runs all tests once, because they take minutes. */
export const suitePeer: Peer = {
  work: 'suite',
  needs: {},
  async measure({ suite, note, limit }) {
    if (!suite) {
      note('Not measured: the whole test suite, which takes minutes: `--suite` does.')
      return []
    }
    limit({
      what: 'whole test suite',
      measured: await processSeconds('npm', ['test', '--prefix', ROOT]),
      unit: 's',
      bound: { most: 540 },
    })
    return []
  },
}
