import { afterAll, vi } from 'vitest'
import type { StoreApi } from 'zustand'
import { wire } from '../../src/renderer/src/base/host/connect.ts'

type Answers = Readonly<Record<string, (input: never) => unknown>>

/** Answers what this file's window asks, by the procedure's name: `plans.list`. What is not named never answers. */
export function answerCalls(answers: Answers): void {
  wire.setState({
    link: {
      call: async (path, input) => {
        const answer = answers[path.join('.')]
        return answer ? answer(input as never) : new Promise(() => {})
      },
    },
  })
  resetAfterwards(wire)
}

/** What modules of the window look for while they load; gone when the file's tests have ended. */
export function standInForPage(): void {
  vi.stubGlobal('window', { addEventListener() {}, removeEventListener() {} })
  vi.stubGlobal('navigator', { userAgent: '' })
  vi.stubGlobal('document', { activeElement: null })
  vi.stubGlobal('matchMedia', () => ({ addEventListener() {} }))
  afterAll(() => void vi.unstubAllGlobals())
}

/** Other files share the stores: they find this one as it was. */
export const resetAfterwards = <S>(store: StoreApi<S>): void =>
  afterAll(() => store.setState(store.getInitialState(), true))
