import { connectFleet } from '../connect-fleet.ts'
import type { Command } from 'commander'
import type { Settings } from '../../contract/settings.ts'
import { type OperationOptions, type Core, createCore, type Library, type LibraryQuestion } from '../../app.ts'
import type { HistoryEntryView } from '../../contract/views.ts'
import { EvencastError } from '../../domain/error.ts'
import { shellWord } from '../../kit/shell-word.ts'
import { createLog } from '../log.ts'
import { INTERRUPTED } from './failure.ts'
import { libraryNamed } from './library-named.ts'
import { EXIT, type Outcome } from './outcome.ts'
import { createProgressLine } from './progress.ts'
import { printable, printableJson } from './printable.ts'
import type { Terminal } from './terminal.ts'

interface Request {
  readonly library?: string | undefined
  /** Flags that are also settings; they override those of the library and the user. */
  readonly settings?: Partial<Settings>
}

/** The environment in which a command runs. */
export interface Frame {
  readonly terminal: Terminal
  /** True when the user agrees to the settings and unfinished work of a library from elsewhere. */
  readonly trust: boolean
  /** Prints a line on stderr, never on stdout. */
  note(line: string): void
  /** Prints the result at once, for a command that continues after it. */
  print(outcome: Outcome): void
  /** Prints the result of a command that needs no library, and reports its exit code. */
  finish(outcome: Outcome): void
  withCore(
    settings: Partial<Settings>,
    work: (core: Core, options: OperationOptions) => Promise<Outcome | null>,
  ): Promise<void>
  withLibrary(
    request: Request,
    work: (library: Library, options: OperationOptions, core: Core) => Promise<Outcome>,
  ): Promise<void>
}

export type AddCommand = (program: Command, frame: Frame) => void

const MOST_NAMED = 3
const listOf = (names: readonly string[]): string =>
  names.length > MOST_NAMED
    ? `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`
    : names.join(', ')

/** Returns true when a new edit was made. A run is not an edit; it has its own id to undo it by. */
const isNewEdit = (before: HistoryEntryView | null, after: HistoryEntryView | null): boolean =>
  after !== null && after.kind !== 'run' && Number(after.id) > Number(before?.id ?? 0)

export const DEFAULT_LIBRARY = './data'

/** Returns lines about the unfinished work and settings of an unknown library, which are not used until the user agrees. */
function questionLines({ unfinished, settings }: LibraryQuestion): string[] {
  const values = Object.entries(settings).map(([key, value]) => `${key} ${JSON.stringify(value)}`)
  return [
    ...(unfinished.length > 0
      ? [`This library holds unfinished work, which is not carried on: ${unfinished.join('; ')}.`]
      : []),
    ...(values.length > 0
      ? [`Its settings say where images go and who is paid, and are not used: ${values.join(', ')}.`]
      : []),
    'Add --trust to agree to this once, or --forget-unfinished to leave unfinished work as it is.',
  ]
}

/** `onExit` is called with the exit code of the command. */
export function createFrame(
  terminal: Terminal,
  {
    json,
    answer,
    unencryptedHosts,
  }: {
    readonly json: boolean
    readonly answer: 'trust' | 'forget' | null
    /** Returns the hosts of `--unencrypted-host`, once the flags are parsed. */
    readonly unencryptedHosts: () => readonly string[]
  },
  onExit: (code: number) => void,
): Frame {
  const progress = createProgressLine(terminal.stderr)
  /** Notices of the core, each shown once. */
  const notices = new Set<string>()

  const note = (line: string): void => {
    progress.clear()
    terminal.stderr.write(`${printable(line)}\n`)
  }

  const withNotices = (report: object): object => (notices.size > 0 ? { ...report, notices: [...notices] } : report)
  const tell = (message: string): void => {
    if (notices.has(message)) return
    notices.add(message)
    note(`Note: ${message}`)
  }

  /**
   * Syncs a working copy. Returns false, with a note, when its store does not answer; existing files are used then, and changes are sent
   * another time.
   */
  const inStep = async (library: Library, signal?: AbortSignal): Promise<boolean> => {
    try {
      await library.inStep(signal)
      return true
    } catch (error) {
      if (signal?.aborted || !(error instanceof EvencastError)) throw error
      if (![...notices].some((notice) => notice.startsWith(error.message))) tell(error.message)
      return false
    }
  }

  const sent = async (library: Library, signal: AbortSignal): Promise<void> => {
    const left = await library.unsent()
    if (left.length === 0 || signal.aborted) return
    await library.sent(left, signal).catch((error: unknown) => {
      if (!signal.aborted && !(error instanceof EvencastError)) throw error
    })
  }

  const print = (outcome: Outcome): void => {
    progress.clear()
    outcome.notes?.forEach(note)
    if (json) terminal.stdout.write(`${printableJson(JSON.stringify(withNotices(outcome.report), null, 2))}\n`)
    else if (outcome.lines.length > 0) terminal.stdout.write(`${outcome.lines.map(printable).join('\n')}\n`)
  }

  const finish = (outcome: Outcome): void => {
    print(outcome)
    if (terminal.signal.aborted) note(INTERRUPTED)
    onExit(terminal.signal.aborted ? EXIT.interrupted : outcome.failed ? EXIT.failed : EXIT.done)
  }

  const frame: Frame = {
    terminal,
    trust: answer === 'trust',
    note,
    print,
    finish,
    async withCore(settings, work) {
      const { places, env } = terminal
      const log = createLog(places.logFile, env)
      const hosts = unencryptedHosts()
      const flags = hosts.length > 0 ? { ...settings, unencryptedHosts: [...hosts] } : settings
      const core = await createCore({ ...places, env, flags, log, connectFleet })
      core.onNotice(({ message }) => tell(message))
      try {
        const outcome = await work(core, { signal: terminal.signal, onProgress: (now) => progress.show(now) })
        if (outcome) finish(outcome)
      } catch (error) {
        // Errors that the user can act on are shown on stderr; any other is a bug.
        if (!(error instanceof EvencastError)) log.error({ err: error }, 'a command failed')
        throw error
      } finally {
        progress.clear()
        await core.close()
      }
    },
    withLibrary: ({ library = DEFAULT_LIBRARY, settings = {} }, work) =>
      frame.withCore(settings, async (core, options) => {
        const opened = await core.open(libraryNamed(library), { trust: answer === 'trust', alone: true })
        for (const message of opened.warnings) tell(message)
        const question = core.question()
        if (question && answer === 'forget') await core.decide({ unfinished: 'forget', settings: 'later' })
        else if (question) questionLines(question).forEach(note)
        const isReached = await inStep(opened, terminal.signal)
        const before = opened.newestChange()
        const done = await work(opened, options, core)
        const outcome = isNewEdit(before, opened.newestChange())
          ? { ...done, lines: [...done.lines, `To undo this: evencast undo ${shellWord(opened.root)} --newest`] }
          : done
        // Ctrl+C ends the wait. Unsent changes are then named below.
        if (isReached)
          await inStep(opened, terminal.signal).catch((error: unknown) => {
            if (!terminal.signal.aborted) throw error
          })
        // A failed download must not keep local changes from being sent.
        else await sent(opened, terminal.signal)
        const unsent = await opened.unsent()
        if (unsent.length === 0) return outcome
        const notes = [
          ...(outcome.notes ?? []),
          `Not sent to the store yet: what was changed of ${listOf(unsent)}. It is kept here and sent when the library is opened again; where the store was changed too, “evencast sync” asks which to keep.`,
        ]
        return { ...outcome, notes, failed: true }
      }),
  }
  return frame
}
