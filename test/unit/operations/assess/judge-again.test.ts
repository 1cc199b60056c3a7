import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { createJudgeAgain } from '../../../../src/main/operations/assess/judge-again.ts'
import { createKeyedLock } from '../../../../src/main/kit/keyed-lock.ts'

function setup(actorIds: readonly string[]) {
  const judged: string[] = []
  const gates: (() => void)[] = []
  const folders = new Map(actorIds.map((actorId) => [actorId, {} as never]))
  const session = { actorLock: createKeyedLock(), folders, log: pino({ level: 'silent' }) }
  const again = createJudgeAgain(session, async (actorId, signal) => {
    judged.push(actorId)
    await new Promise<void>((open) => gates.push(open))
    signal.throwIfAborted()
  })
  /** Waits until these actors are being assessed and wait at their gates. */
  const until = (actorIds: readonly string[]) => vi.waitFor(() => expect(judged).toEqual(actorIds))
  return { again, judged, gates, session, until }
}

test('a set that waits for its turn waits once, however often it is asked for; one under way is judged once more', async () => {
  const { again, judged, gates, until } = setup(['ann', 'bo'])
  for (let edit = 0; edit < 5; edit++) again.soon(['ann'])
  await until(['ann'])
  for (let edit = 0; edit < 5; edit++) again.soon(['ann', 'bo'])
  await until(['ann', 'bo'])
  for (const open of gates.splice(0)) open()
  await until(['ann', 'bo', 'ann'])
  for (const open of gates.splice(0)) open()
  await again.close()
  expect(judged).toHaveLength(3)
})

test('closing waits for what is under way and begins nothing; actors that are gone are left out', async () => {
  const { again, judged, gates, session, until } = setup(['ann', 'bo'])
  session.folders.delete('bo')
  again.soon(['ann', 'bo'])
  await until(['ann'])
  again.soon(['ann'])
  const closed = again.close()
  for (const open of gates.splice(0)) open()
  await closed
  expect(judged).toEqual(['ann'])
})
