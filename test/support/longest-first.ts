import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Test files that take much longer than their size suggests, longest first: started late, they would leave the other cores idle. */
const LONGEST = [
  'test/e2e/fleet.test.ts',
  'test/e2e/fleet-window.test.ts',
  'test/e2e/journey.test.ts',
  'test/integration/fleet.test.ts',
  'test/integration/main-job.test.ts',
  'test/integration/fleet-workers.test.ts',
  'test/integration/money.test.ts',
  'test/integration/fleet-check-out.test.ts',
  'test/unit/generation/local/render.test.ts',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONGEST.indexOf(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'))
      return place === -1 ? LONGEST.length : place
    }
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
