import { randomUUID } from 'node:crypto'
import type { Settings } from '../contract/settings.ts'
import { libraryId } from '../library/library-id.ts'
import type { KnownLibraries } from '../settings/known-libraries.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { UnfinishedWork } from './unfinished-work.ts'

/** What a library that this user does not know brings along, and what nobody has agreed to yet. */
export interface LibraryQuestion {
  /** Phrases for people. */
  readonly unfinished: readonly string[]
  /** Do not count until they are agreed to. */
  readonly settings: Partial<Settings>
}

export interface LibraryAnswer {
  readonly unfinished: 'carryOn' | 'forget'
  readonly settings: 'use' | 'ignore'
}

/** Asks once per library whether its settings and its unfinished work are this user's. */
export function createTrust(settings: SettingsStore, known: KnownLibraries) {
  let current: { readonly root: string; readonly id: string } | null = null

  const remember = async (agreedTo: string): Promise<void> => {
    if (current) await known.agree({ ...current, settings: agreedTo })
  }
  const hasAsked = (): boolean => Object.keys(settings.asked()).length > 0

  return {
    /** Takes the library's settings into use as far as they are agreed to. Answers whether its unfinished work is this user's. */
    async enter(root: string, trust: boolean): Promise<boolean> {
      // One that cannot be written is nobody's.
      const id = await libraryId(root).catch(() => randomUUID())
      const before = await known.find(root, id)
      current = { root, id }
      await settings.useLibrary(root, before?.settings ?? null)
      if (trust) settings.agree()
      return trust || before !== null
    },
    /** Where there is nothing to ask, the library is known from now on. */
    async settle(unfinished: UnfinishedWork): Promise<void> {
      if (unfinished.pending().length === 0 && !hasAsked()) await remember(settings.agree())
    },
    question(unfinished: UnfinishedWork): LibraryQuestion | null {
      const question = { unfinished: unfinished.pending(), settings: settings.asked() }
      return question.unfinished.length > 0 || hasAsked() ? question : null
    },
    /** Answers warnings for the user. */
    async decide(unfinished: UnfinishedWork, answer: LibraryAnswer): Promise<readonly string[]> {
      const warnings = await unfinished.decide(answer.unfinished)
      await remember(answer.settings === 'use' ? settings.agree() : '')
      return warnings
    },
  }
}
