import { Writable } from 'node:stream'
import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { balanceOutcome } from '../../../src/main/hosts/cli/commands/balance.ts'
import { evaluateOutcome } from '../../../src/main/hosts/cli/commands/evaluate.ts'
import { executeOutcome } from '../../../src/main/hosts/cli/commands/execute.ts'
import { planOutcome } from '../../../src/main/hosts/cli/commands/plan.ts'
import { statusOutcome } from '../../../src/main/hosts/cli/commands/status.ts'
import { chosen } from '../../../src/main/hosts/cli/commands/trash.ts'
import { failureOf } from '../../../src/main/hosts/cli/failure.ts'
import { folderAndId, parseAmount, parsePort, selection, splitLibrary } from '../../../src/main/hosts/cli/options.ts'
import { createProgressLine, describe as describeProgress, duration } from '../../../src/main/hosts/cli/progress.ts'
import { size, table } from '../../../src/main/hosts/cli/table.ts'
import { EvencastError } from '../../../src/main/domain/error.ts'
import type { ExecuteReport, PlanSummary, StatusReport } from '../../../src/main/contract/reports.ts'
import { syncOutcome } from '../../../src/main/hosts/cli/commands/sync.ts'

const TARGET = { photorealistic: 13, bw_stylized: 4, color_stylized: 3 }
const REST = {
  unsure: { photorealistic: 0, bw_stylized: 0, color_stylized: 0 },
  target: { photorealistic: 13, bw_stylized: 4, color_stylized: 3 },
  target_from: 'library',
  left: '',
  kept: 0,
  proposal: null,
} as const
const NONE = { photorealistic: 0, bw_stylized: 0, color_stylized: 0 }
const never = new AbortController().signal

test('tables line up, and no line ends in blanks', () => {
  expect(
    table(
      ['a', 'n'],
      [
        ['long name', '1'],
        ['b', '100'],
      ],
      ['left', 'right'],
    ),
  ).toEqual(['a            n', '---------  ---', 'long name    1', 'b          100'])
})

test('sizes and durations are told in units people use', () => {
  expect([0, 999, 1000, 1_540_000, 2e12].map(size)).toEqual(['0 B', '999 B', '1.0 kB', '1.5 MB', '2.0 TB'])
  expect([0, 59, 60, 3599, 5400].map(duration)).toEqual(['1 s', '59 s', '1 min', '60 min', '1.5 h'])
})

function output(isTTY: boolean) {
  const written: string[] = []
  return Object.assign(new Writable({ write: (chunk, _encoding, done) => (written.push(String(chunk)), done()) }), {
    isTTY,
    columns: 40,
    written,
  })
}

test('a terminal gets one line that is drawn anew, a log a line now and then and the last', () => {
  let now = 0
  const steps = (line: ReturnType<typeof createProgressLine>) => {
    for (let done = 1; done <= 100; done++, now += 100)
      line.show({ phase: 'Measuring', done, total: 100, etaSeconds: null })
    line.clear()
  }
  const log = output(false)
  steps(createProgressLine(log, () => now))
  expect(log.written).toEqual(['Measuring 1/100 (1 %)\n', 'Measuring 51/100 (51 %)\n', 'Measuring 100/100 (100 %)\n'])
  const terminal = output(true)
  steps(createProgressLine(terminal, () => now))
  expect(terminal.written.length).toBeGreaterThan(90)
  expect(terminal.written.every((text) => text.startsWith('\r\u001b[K') && text.length <= 40 + 4)).toBe(true)
  expect(terminal.written.at(-1)).toBe('\r\u001b[K')
})

test('progress says what, how far, how long and how dear', () => {
  expect(describeProgress({ phase: 'Generating a_7.jpg', done: 3, total: 10, etaSeconds: 90, costUsd: 0.12 })).toBe(
    'Generating a_7.jpg 3/10 (30 %), about 2 min left, $0.12 so far',
  )
})

const status: StatusReport = {
  library: '/data',
  target: TARGET,
  actors: [
    {
      actor_id: 'alice',
      counts: { ...TARGET, unclassified: 0 },
      ...REST,
      unassessed: 0,
      unreadable: 0,
      balanced: true,
      problem: null,
      skipped: [],
      not_measured: [],
    },
    {
      actor_id: 'bob',
      counts: { ...TARGET, bw_stylized: 0, unclassified: 4 },
      ...REST,
      unassessed: 2,
      unreadable: 1,
      balanced: false,
      problem: null,
      skipped: [],
      not_measured: [],
    },
  ],
}

test('status tells who is balanced', () => {
  const { lines, report, failed } = statusOutcome(status)
  expect(report).toBe(status)
  expect(failed).toBeUndefined()
  expect(lines[2]).toMatch(/^alice +13\/13 +4\/4 +3\/3 +0 +0 +0 {2}balanced$/)
  expect(lines[3]).toMatch(/^bob +\?\/13 +\?\/4 +\?\/3 +4 +2 +1 {2}not assessed$/)
  expect(lines.at(-1)).toBe('2 actors: 1 balanced, 1 not (1 not fully assessed: run plan).')
})

const summary: PlanSummary = {
  version: 1,
  created_at: '2026-01-01T00:00:00.000Z',
  total_actors: 3,
  total_deletions: 2,
  total_generations: 1,
  estimated_cost_usd: 0.04,
  evaluation_estimated_usd: 0,
  evaluation_cost_usd: 0,
  checks_estimated_usd: 0,
  actors: [
    {
      actor_id: 'alice',
      current: { ...TARGET, unclassified: 0, unsure: NONE, images: 20 },
      kept: 0,
      target: TARGET,
      deletions: 2,
      generations: 1,
      shortfalls: [],
      ways_out: [],
      warnings: ['The base image is small.'],
      variety: 'No profile, eye level only.',
      estimated_cost_usd: 0.04,
    },
    {
      actor_id: 'bob',
      current: { ...TARGET, photorealistic: 12, unclassified: 0, unsure: NONE, images: 19 },
      kept: 0,
      target: TARGET,
      deletions: 0,
      generations: 0,
      shortfalls: [{ type: 'photorealistic', missing: 1, why: 'no photograph to derive one from.' }],
      ways_out: [],
      warnings: [],
      variety: '',
      estimated_cost_usd: 0,
    },
  ],
  failed: [{ actor_id: 'carol', error: 'manifest.json cannot be read.' }],
}

test('a plan lists what it cannot do, with reasons', () => {
  const outcome = planOutcome(summary)
  expect(outcome.failed).toBe(true)
  expect(outcome.notes).toEqual([
    'carol: could not be planned: manifest.json cannot be read.',
    'alice: No profile, eye level only.',
    'bob: 1 photorealistic will be missing: no photograph to derive one from.',
    'alice: The base image is small.',
  ])
  expect(planOutcome({ ...summary, failed: [] }).failed).toBe(false)
  const actors = summary.actors.map((actor) => ({ ...actor, variety: 'No profile.' }))
  expect(planOutcome({ ...summary, actors }).notes).toContain('alice, bob: No profile.')
})

test('what many actors lack is said once, with their number', () => {
  const actors = Array.from({ length: 100 }, (_, at) => ({
    ...summary.actors[0]!,
    actor_id: `a${at}`,
    shortfalls: [{ type: 'photorealistic' as const, missing: 2, why: 'No base image.' }],
    ways_out: [
      { way: 'generator' as const, text: 'Choose Replicate.' },
      { way: 'photographs' as const, text: `Add 2 photographs of a${at}.` },
    ],
    warnings: [],
    variety: '',
  }))
  expect(planOutcome({ ...summary, actors, failed: [] }).notes).toEqual([
    'a0, a1, a2 and 97 more: 200 photorealistic will be missing: No base image.',
    'a0, a1, a2 and 97 more: Choose Replicate.',
  ])
})

const run: ExecuteReport = {
  run_id: 'r1',
  dry_run: false,
  checks_usd: 0,
  seconds: 1,
  cost_usd: 0.04,
  actors: [
    {
      actor_id: 'alice',
      deleted: ['a_1.jpg', 'a_2.jpg'],
      generated: [{ filename: 'a_9.jpg', type: 'bw_stylized' }],
      failed: [],
    },
  ],
}

const outcomeOf = (report: ExecuteReport) => executeOutcome(report, '/my data')

test('a run tells what it did and how to take it back', () => {
  const { lines, failed } = outcomeOf(run)
  expect(failed).toBe(false)
  expect(lines).toContain('  removed    a_1.jpg')
  expect(lines).toContain('  generated  a_9.jpg  bw_stylized')
  expect(lines.at(-2)).toBe('2 images moved to the trash, 1 generated, 0 steps failed, $0.04.')
  expect(lines.at(-1)).toBe('To undo this run: evencast undo "/my data" r1')
  expect(outcomeOf({ ...run, uncertain_usd: 0.04 }).lines.join('\n')).toContain(
    'up to $0.04 more that may have been charged',
  )
  expect(outcomeOf({ ...run, run_id: null, dry_run: true }).lines.at(-1)).toMatch(/^Dry run: .*add --execute/)
  expect(outcomeOf({ ...run, run_id: null, actors: [] }).lines).toEqual(['Nothing left to do.'])
})

test('what the plan said would be missing is listed, and is no failed step', () => {
  const short = { step: 'photorealistic', error: '3 missing. This actor has no base image.' }
  const { lines, notes, failed } = outcomeOf({
    ...run,
    actors: run.actors.map((actor) => ({ ...actor, failed: [short] })),
  })
  expect(lines.at(-2)).toContain('0 steps failed')
  expect(notes).toContain('alice: photorealistic: 3 missing. This actor has no base image.')
  expect(failed).toBe(true)
})

test('failed steps are listed, and make the run a failed one', () => {
  const failed = outcomeOf({
    ...run,
    actors: [{ actor_id: 'alice', deleted: [], generated: [], failed: [{ step: 'g:0', error: 'No base image.' }] }],
  })
  expect(failed.failed).toBe(true)
  expect(failed.notes).toEqual(['alice: g:0: No base image.'])
})

test('a run that ended before its last step is no success, and says why', () => {
  const stopped = outcomeOf({ ...run, stopped: 'Stopped at the cost limit of $0.04.' })
  expect([stopped.failed, stopped.notes]).toEqual([true, ['Stopped at the cost limit of $0.04.']])
})

test('balancing lists the actors that could not be planned and the sets that stay short', () => {
  const outcome = balanceOutcome(run, summary, '/data')
  expect(outcome.failed).toBe(true)
  expect(outcome.report).toMatchObject({
    run_id: 'r1',
    actors: [
      { actor_id: 'alice', failed: [] },
      { actor_id: 'carol', failed: [{ step: 'plan' }] },
      { actor_id: 'bob', failed: [{ step: 'photorealistic', error: '1 missing. no photograph to derive one from.' }] },
    ],
  })
  expect(balanceOutcome(run, { ...summary, actors: summary.actors.slice(0, 1), failed: [] }, '/data').failed).toBe(
    false,
  )
})

test('exit codes', () => {
  const code = (error: unknown, signal = never) => failureOf(error, signal)?.exitCode ?? 0
  expect(code(new EvencastError('NOT_FOUND', 'There is no actor "x".'))).toBe(2)
  expect(code(new EvencastError('BAD_INPUT', 'x'))).toBe(2)
  expect(code(new EvencastError('UNAVAILABLE', 'x'))).toBe(1)
  expect(code(new EvencastError('CANCELLED', 'x'))).toBe(130)
  expect(code(new CommanderError(0, 'commander.helpDisplayed', ''))).toBe(0)
  expect(code(new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'"))).toBe(2)
  expect(code(new Error('a bug'))).toBe(1)
  expect(code(new Error('aborted'), AbortSignal.abort())).toBe(130)
})

test('what is wrong with a command line is said in one sentence', () => {
  const message = (text: string) => failureOf(new CommanderError(1, 'x', text), never)?.message
  expect(message("error: unknown option '--x'\n(Did you mean --y?)")).toBe("Unknown option '--x' (Did you mean --y?)")
  expect(message("error: missing required argument 'dir'")).toBe("Missing required argument 'dir'.")
})

test('actors are chosen by name or all, never by leaving something out where things change', () => {
  expect(selection({ all: true })).toBe('all')
  expect(selection({ actorId: ['a', 'b', 'a'] })).toEqual(['a', 'b'])
  expect(selection({}, 'all')).toBe('all')
  expect(() => selection({})).toThrow(/--actor-id/)
  expect(() => selection({ all: true, actorId: ['a'] })).toThrow(/not both/)
})

test('a library written after the actors is not taken for one', () => {
  expect(splitLibrary(undefined, { actorId: ['a', '/'] })).toEqual(['/', { actorId: ['a'] }])
  expect(splitLibrary('lib', { actorId: ['a', '/'] })).toEqual(['lib', { actorId: ['a', '/'] }])
  expect(splitLibrary(undefined, { actorId: ['a', 'no-such-folder'] })).toEqual([
    undefined,
    { actorId: ['a', 'no-such-folder'] },
  ])
  expect(splitLibrary(undefined, { actorId: ['/'] })).toEqual([undefined, { actorId: ['/'] }])
})

test('undo takes a folder and a run in any order', () => {
  expect(folderAndId(['r1', '/'])).toEqual({ folder: '/', id: 'r1' })
  expect(folderAndId(['/', 'r1'])).toEqual({ folder: '/', id: 'r1' })
  expect(folderAndId(['r1'])).toEqual({ folder: undefined, id: 'r1' })
  expect(folderAndId([])).toEqual({ folder: undefined, id: undefined })
  expect(() => folderAndId(['r1', 'r2'])).toThrow(/r1/)
})

test('amounts and ports are numbers in range', () => {
  expect([parseAmount('0'), parseAmount('1.5'), parsePort('0'), parsePort('8080')]).toEqual([0, 1.5, 0, 8080])
  for (const text of ['', ' ', 'x', '-1', 'Infinity', '1,5']) expect(() => parseAmount(text)).toThrow()
  for (const text of ['', 'x', '-1', '65536', '1.5', '1e3']) expect(() => parsePort(text)).toThrow()
})

test('the trash is searched by id or actor, and an unknown id is named', () => {
  const item = (id: string, actor_id: string) => ({
    id,
    actor_id,
    filename: 'a.jpg',
    reason: 'human',
    run_id: null,
    deleted_at: '',
    bytes: 1,
  })
  const items = [item('1', 'alice'), item('2', 'bob')]
  expect(chosen(items, { all: true })).toEqual(['1', '2'])
  expect(chosen(items, { actorId: ['bob'] })).toEqual(['2'])
  expect(chosen(items, { id: ['1'] })).toEqual(['1'])
  expect(() => chosen(items, { id: ['3'] })).toThrow(/"3"/)
})

test('a sync names what waits for a word, and the word', () => {
  const { lines, notes, failed } = syncOutcome({
    dry_run: false,
    uploaded: ['actors/bo/training_data/bo_1.jpg'],
    downloaded: [],
    deleted: [],
    offered: ['actors/bo/training_data/bo_9.jpg'],
    conflicts: [
      {
        file: 'actors/bo/training_data/bo_2.jpg',
        why: 'changed here and in the store',
        here: { bytes: 1200, modified_at: '2026-11-22T10:00:00.000Z' },
        there: { bytes: 900, modified_at: '2026-11-22T11:00:00.000Z' },
        newer: 'there',
      },
    ],
    emptied: ['actors/al/training_data'],
    deletions: { count: 0, of: 4, ask: false },
    bytes: 300,
    bytes_offered: 2500,
    failed: [],
  })
  expect(failed).toBe(true)
  expect(lines).toEqual([
    'up      actors/bo/training_data/bo_1.jpg',
    'offer   actors/bo/training_data/bo_9.jpg',
    '1 file up, 0 down, 0 deleted, 300 B.',
  ])
  expect(notes).toEqual([
    'actors/bo/training_data/bo_2.jpg: changed here and in the store (here 1.2 kB of 2026-11-22 10:00:00, there 900 B of 2026-11-22 11:00:00; the store’s is newer).',
    'Conflicts were skipped. Choose which version to keep with --conflicts mine, theirs or both.',
    'actors/al/training_data: empty or missing on this machine. Its files stay in the store; --download restores them.',
    '1 file only in the store (2.5 kB); --download downloads them.',
  ])
})

test('evaluate says once what was measured of no image, and what would tell it', () => {
  const image = {
    filename: 'a_1.jpg',
    type: 'photorealistic',
    confidence: 1,
    unsure: false,
    verdict: 'keep',
    quality_issues: [],
    duplicate_of: null,
    not_measured: ['camera_gaze', 'text'],
    reason: null,
  } as const
  const faceless = {
    ...image,
    filename: 'a_2.jpg',
    not_measured: ['camera_gaze', 'identity_mismatch', 'text'],
  } as const
  const rejected = { ...image, filename: 'a_3.jpg', verdict: 'reject', not_measured: [] } as const
  // A person kept an image that pixels would reject, and a file could not be read. Neither affects the others.
  const kept = { ...rejected, filename: 'a_4.jpg', verdict: 'keep' } as const
  const unread = {
    ...image,
    filename: 'a_5.jpg',
    verdict: 'review',
    not_measured: ['blur'],
    reason: 'Not measured: HEIC.',
  } as const
  const report = {
    actor_id: 'a',
    contact_sheet: '/a.jpg',
    variety: '',
    images: [image, faceless, rejected, kept, unread],
  }
  const { lines } = evaluateOutcome(report)
  expect(lines[2]).toMatch(/keep$/)
  expect(lines[3]).toMatch(/identity_mismatch$/)
  expect(lines.at(-1)).toMatch(/^Not measured: camera_gaze, text\. A vision model .*--evaluator openai/)
  const asked = evaluateOutcome({ ...report, evaluation_cost_usd: 0, evaluation_estimated_usd: 0 })
  expect(asked.lines[2], 'a vision model leaves out what it has a reason for').toMatch(/camera_gaze, text$/)
  expect(evaluateOutcome({ ...report, images: [rejected] }).lines.join('\n')).not.toContain('Not measured')
})
