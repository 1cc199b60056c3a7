import { describe, expect, onTestFinished, test } from 'vitest'
import type { CallFailure, CallJournal } from '../../src/main/runs/call-journal.ts'

/** A journal of paid requests at $0.04 each, with unlimited concurrency. */
export interface OpenedCalls<Call extends { readonly key: string; readonly priceUsd: number }, Result> {
  readonly journal: CallJournal<Call, Result>
  /** Returns the n-th of eight requests as stored in the journal. */
  readonly call: (n: number) => Promise<Call>
  readonly picture: (costUsd: number) => Result
  /** Opens the journal again, as the next process does after this one was killed. */
  readonly reopen: () => Promise<OpenedCalls<Call, Result>>
  readonly close: () => Promise<void>
}

const COUNT = 8
const FAILURE: CallFailure = { error: 'It was refused.', again: true }

/** Tests that every journal of paid requests must pass, whatever database it uses. */
export function callJournalSuite<Call extends { readonly key: string; readonly priceUsd: number }, Result>(
  name: string,
  openCalls: (limitUsd: number | null) => Promise<OpenedCalls<Call, Result | CallFailure>>,
): void {
  describe(name, () => {
    async function open(limitUsd: number | null = 1) {
      let opened = await openCalls(limitUsd)
      onTestFinished(() => opened.close())
      const ask = async (n: number) => {
        const call = await opened.call(n)
        return { key: call.key, asked: await opened.journal.reserve(call) }
      }
      return {
        ask,
        created: async (n: number, id: string) => opened.journal.created((await opened.call(n)).key, id),
        done: async (n: number, costUsd: number) =>
          opened.journal.ended((await opened.call(n)).key, 'done', costUsd, opened.picture(costUsd)),
        failed: async (n: number, costUsd: number) =>
          opened.journal.ended((await opened.call(n)).key, 'failed', costUsd, FAILURE),
        die: async () => void (opened = await opened.reopen()),
        open: () => opened.journal.open(),
        async money() {
          const { reservedUsd, spentUsd } = await opened.journal.money()
          return [reservedUsd, spentUsd].map((usd) => Math.round(usd * 1e6) / 1e6)
        },
      }
    }

    test('a price is set aside with the intent, spent with the id, and settled at the end', async () => {
      const calls = await open()
      const { key, asked } = await calls.ask(0)
      expect(asked).toMatchObject({ key, state: 'asked', externalId: null, isNew: true })
      expect(await calls.money()).toEqual([0.04, 0])
      await calls.created(0, 'p0')
      expect(await calls.money()).toEqual([0, 0.04])
      expect(await calls.open()).toMatchObject([{ key, state: 'created', externalId: 'p0' }])
      await calls.done(0, 0.03)
      expect([await calls.money(), await calls.open()]).toEqual([[0, 0.03], []])
    })

    test('an intent that is there counts once, and is answered as it stands', async () => {
      const calls = await open()
      await calls.ask(0)
      expect((await calls.ask(0)).asked).toMatchObject({ state: 'asked', externalId: null, isNew: false })
      expect(await calls.money()).toEqual([0.04, 0])
      await calls.created(0, 'p0')
      await calls.created(0, 'p0')
      expect((await calls.ask(0)).asked).toMatchObject({ state: 'created', externalId: 'p0', isNew: false })
      expect(await calls.money()).toEqual([0, 0.04])
    })

    test('requests made side by side do not exceed the budget, and those that it refuses leave no trace', async () => {
      const calls = await open(0.2)
      await calls.ask(0)
      await calls.created(0, 'p0')
      const all = await Promise.allSettled(Array.from({ length: COUNT - 1 }, (_, i) => calls.ask(i + 1)))
      expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
      for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'LIMIT' })
      expect([await calls.money(), (await calls.open()).length]).toEqual([[0.16, 0.04], 5])
    })

    test('what fails gives back what it did not cost', async () => {
      const calls = await open(0.08)
      await calls.ask(0)
      await calls.created(0, 'p0')
      await calls.ask(1)
      await calls.created(1, 'p1')
      await calls.failed(0, 0)
      expect([await calls.money(), (await calls.open()).map(({ externalId }) => externalId)]).toEqual([
        [0, 0.04],
        ['p1'],
      ])
      expect((await calls.ask(2)).asked).toMatchObject({ isNew: true })
      await expect(calls.ask(3)).rejects.toMatchObject({ code: 'LIMIT' })
    })

    test('whoever dies leaves intents and ids to the next, with the money set aside and spent', async () => {
      const calls = await open(0.16)
      for (const n of [0, 1, 2]) await calls.ask(n)
      await calls.created(1, 'p1')
      await calls.created(2, 'p2')
      await calls.done(2, 0.04)
      await calls.die()
      expect(await calls.money()).toEqual([0.04, 0.08])
      const left = (await calls.open()).map(({ state, externalId }) => [state, externalId])
      expect(left).toEqual([
        ['asked', null],
        ['created', 'p1'],
      ])
      expect((await calls.ask(0)).asked).toMatchObject({ state: 'asked', isNew: false })
      expect((await calls.ask(1)).asked).toMatchObject({ state: 'created', externalId: 'p1', isNew: false })
      await calls.ask(3)
      await expect(calls.ask(4)).rejects.toMatchObject({ code: 'LIMIT' })
      await calls.created(0, 'p0')
      await calls.done(0, 0.04)
      await calls.done(1, 0.04)
      await calls.die()
      expect([await calls.money(), (await calls.open()).length]).toEqual([[0.04, 0.12], 1])
    })
  })
}
