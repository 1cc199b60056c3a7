import { expect, test, vi } from 'vitest'
import { anActor } from '../../../../support/views.ts'
import { answerCalls, resetAfterwards, standInForPage } from '../../../../support/window-core.ts'

const assess = vi.fn<(input: unknown) => Promise<never>>()
standInForPage()
answerCalls({ 'actors.assess': assess })
const { useLibrary } = await import('../../../../../src/renderer/src/model/library/library-store.ts')
const { useActors } = await import('../../../../../src/renderer/src/model/library/actors-store.ts')
const { assessOnOpening } = await import('../../../../../src/renderer/src/model/session/auto-assess.ts')
resetAfterwards(useLibrary)
resetAfterwards(useActors)

/** Opens a library with two images of ann not yet assessed, and sends the event twice. */
async function opened(location: string, values: object): Promise<readonly unknown[]> {
  const actor = (actorId: string, unassessed: number) =>
    [actorId, anActor({ actorId, unassessed, state: 'unassessed' })] as const
  useActors.setState({ byId: new Map([actor('ann', 2), actor('bob', 0)]) })
  useLibrary.setState({ library: { location, indexed: true, missing: false }, settings: { values } } as never)
  assess.mockReset().mockImplementation(() => new Promise(() => {}))
  assessOnOpening()
  assessOnOpening()
  // All requests have been sent by then.
  await new Promise((resolve) => setTimeout(resolve))
  return assess.mock.calls
}

test('what is new is assessed once when a library opens, where that is free and the setting says so', async () => {
  expect(await opened('/once', { autoAssess: true, evaluator: 'local' })).toEqual([[{ actorIds: ['ann'] }]])
  expect(await opened('/not-set', { autoAssess: false, evaluator: 'local' })).toEqual([])
  expect(await opened('/paid', { autoAssess: true, evaluator: 'openai' })).toEqual([])
})
