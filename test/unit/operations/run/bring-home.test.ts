import { expect, test } from 'vitest'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import { createBringHome } from '../../../../src/main/operations/run/bring-home.ts'

/** Creates runs by id with the result of resuming each; null makes resuming fail. */
function setup(
  finds: Readonly<Record<string, number | null>>,
  { stays = [] }: { readonly stays?: readonly string[] } = {},
) {
  const said: string[] = []
  const resumed: string[] = []
  const generated = new Map<string, number>()
  let open = Object.keys(finds)
  let over = false
  const runner = {
    get: (runId: string) => ({ generated: generated.get(runId) ?? 0 }),
    async resume(runId: string, options: object) {
      resumed.push(`${runId} ${JSON.stringify(options)}`)
      const found = finds[runId]
      if (found === null) throw new EvencastError('UNAVAILABLE', `${runId} cannot be reached.`)
      generated.set(runId, found ?? 0)
      if (!stays.includes(runId)) open = open.filter((each) => each !== runId)
    },
    finished: async (runId: string) => ({ phase: `${runId} waits.`, generated: generated.get(runId) ?? 0 }),
    toFind: () => open,
    list: () => [],
    cancel: () => {},
  }
  const emit = (event: { readonly message: string }) => void said.push(event.message)
  const bringHome = createBringHome({ emit } as never, runner as never, () => over)
  return { bringHome, said, resumed, end: () => (over = true) }
}

test('every lost run is resumed to find what was asked for, and never to ask for more', async () => {
  const { bringHome, said, resumed } = setup({ a: 2, b: 0 })
  await bringHome.lost()
  expect(resumed).toEqual(['a {"findOnly":true}', 'b {"findOnly":true}'])
  expect(said).toEqual(['Found 2 images that run a had already requested; they are not paid for twice.'])
})

test('what cannot be fetched now is said and does not keep the next from coming', async () => {
  const { bringHome, said, resumed } = setup({ a: null, b: 1, c: 0 }, { stays: ['c'] })
  await bringHome.all()
  expect(resumed).toHaveLength(3)
  expect(said).toEqual([
    'a cannot be reached.',
    'Found 1 images that run b had already requested; they are not paid for twice.',
    'c waits.',
  ])
})

test('calls come one after the other, and none begins once all is over', async () => {
  const { bringHome, resumed, end } = setup({ a: 1, b: 1 })
  await Promise.all([bringHome.lost(), bringHome.all()])
  expect(resumed).toHaveLength(2)
  const late = setup({ a: 1 })
  late.end()
  await late.bringHome.lost()
  end()
  expect(late.resumed).toEqual([])
})
