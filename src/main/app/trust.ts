import { randomUUID } from 'node:crypto'
import type { LibraryAnswer, LibraryQuestion } from '../contract/trust.ts'
import type { LibraryLayout } from '../library/layout.ts'
import { libraryId } from '../library/library-id.ts'
import type { KnownLibraries } from '../settings/known-libraries.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { UnfinishedWork } from './unfinished-work.ts'

/** Asks once per library whether its settings and its unfinished work are this user's. */
export function createTrust(settings: SettingsStore, known: KnownLibraries) {
  let current: { readonly root: string; readonly id: string } | null = null

  const remember = async (): Promise<void> => {
    if (current) await known.remember({ ...current, settings: settings.decided() })
  }
  const hasAsked = (): boolean => Object.keys(settings.asked()).length > 0

  return {
    /** Takes the library's settings into use as far as they are agreed to. Answers whether its unfinished work is this user's. */
    async enter({ root, address }: Pick<LibraryLayout, 'root' | 'address'>, trust: boolean): Promise<boolean> {
      // One that cannot be written is nobody's.
      const id = await libraryId(root).catch(() => randomUUID())
      const before = await known.find(root, id)
      current = { root, id }
      const fixed = address === undefined ? {} : { store: address, deleteForeign: true }
      await settings.useLibrary(root, before?.settings ?? null, fixed)
      if (trust) settings.agree()
      return trust || before !== null
    },
    /** Where there is nothing to ask, the library is known from now on. */
    async settle(unfinished: UnfinishedWork): Promise<void> {
      if (unfinished.pending().length === 0 && !hasAsked()) await remember()
    },
    question(unfinished: UnfinishedWork): LibraryQuestion | null {
      const question = { unfinished: [...unfinished.pending()], settings: settings.asked() }
      return question.unfinished.length > 0 || hasAsked() ? question : null
    },
    /** Answers warnings for the user. */
    async decide(unfinished: UnfinishedWork, answer: LibraryAnswer): Promise<readonly string[]> {
      const warnings = answer.unfinished === 'later' ? [] : await unfinished.decide(answer.unfinished)
      if (answer.settings === 'use') settings.agree()
      else if (answer.settings === 'ignore') settings.decline()
      // A library that is known has its work carried on without a question.
      if (unfinished.pending().length === 0) await remember()
      return warnings
    },
  }
}
