import { randomUUID } from 'node:crypto'
import type { LibraryAnswer, LibraryQuestion } from '../contract/trust.ts'
import type { LibraryLayout } from '../library/layout.ts'
import { libraryId } from '../library/library-id.ts'
import type { KnownLibraries } from '../settings/known-libraries.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { UnfinishedWork } from './unfinished-work.ts'

/** Asks the user once per library whether to accept its settings and its unfinished work. */
export function createTrust(settings: SettingsStore, known: KnownLibraries) {
  let current: { readonly root: string; readonly id: string } | null = null

  const remember = async (): Promise<void> => {
    if (current) await known.remember({ ...current, settings: settings.decided() })
  }
  const hasAsked = (): boolean => Object.keys(settings.asked()).length > 0

  return {
    /** Applies the library's settings as far as the user has agreed to them. Returns true when its unfinished work is this user's. */
    async enter({ root, address }: Pick<LibraryLayout, 'root' | 'address'>, trust: boolean): Promise<boolean> {
      // A library where no id can be written is treated as unknown.
      const id = await libraryId(root).catch(() => randomUUID())
      const before = await known.find(root, id)
      current = { root, id }
      const fixed = address === undefined ? {} : { store: address, deleteForeign: true }
      await settings.useLibrary(root, before?.settings ?? null, fixed)
      if (trust) settings.agree()
      return trust || before !== null
    },
    /** Marks the library as known when there is nothing to ask. */
    async settle(unfinished: UnfinishedWork): Promise<void> {
      if (unfinished.pending().length === 0 && !hasAsked()) await remember()
    },
    question(unfinished: UnfinishedWork): LibraryQuestion | null {
      const question = { unfinished: [...unfinished.pending()], settings: settings.asked() }
      return question.unfinished.length > 0 || hasAsked() ? question : null
    },
    /** Applies the user's decision. Returns warnings for the user. */
    async decide(unfinished: UnfinishedWork, answer: LibraryAnswer): Promise<readonly string[]> {
      const warnings = answer.unfinished === 'later' ? [] : await unfinished.decide(answer.unfinished)
      if (answer.settings === 'use') settings.agree()
      else if (answer.settings === 'ignore') settings.decline()
      // Unfinished work of a known library is continued without a question, so it must be decided first.
      if (unfinished.pending().length === 0) await remember()
      return warnings
    },
  }
}
