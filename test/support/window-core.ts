import { afterAll, vi } from 'vitest'
import type { StoreApi } from 'zustand'
import { wire } from '../../src/renderer/src/base/host/connect.ts'

type Answers = Readonly<Record<string, (input: never) => unknown>>

/** Sets the answers to the window's calls by procedure name, such as `plans.list`. Other calls never resolve. */
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

/** Defines the globals that modules of the window need while they load, and removes them after the file's tests. */
export function standInForPage(): void {
  vi.stubGlobal('window', { addEventListener() {}, removeEventListener() {} })
  vi.stubGlobal('navigator', { userAgent: '' })
  vi.stubGlobal('document', { activeElement: null })
  vi.stubGlobal('matchMedia', () => ({ addEventListener() {} }))
  afterAll(() => void vi.unstubAllGlobals())
}

/** Restores a store after the tests, because other files share it. */
export const resetAfterwards = <S>(store: StoreApi<S>): void =>
  afterAll(() => store.setState(store.getInitialState(), true))
