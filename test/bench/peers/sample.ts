import { join } from 'node:path'
import { testCore } from '../../support/core.ts'
import { windowOf } from '../../support/window.ts'
import { percentile, timed } from '../measure.ts'
import type { Peer } from './table.ts'

/** Writes, opens and shows the sample library on the first start of the app. */
export const samplePeer: Peer = {
  work: 'sample',
  needs: {},
  async measure({ folder, count, limit }) {
    const times: number[] = []
    for (let round = 0; round < count; round++) {
      await using core = await testCore(join(folder, `config-${round}`))
      const { ms } = await timed(async () => windowOf(await core.openSample()).actors())
      times.push(ms)
    }
    limit({
      what: 'sample library at first start: until its actors show',
      measured: percentile(times, 0.5),
      unit: 'ms',
      bound: { most: 2000 },
    })
    return []
  },
}
