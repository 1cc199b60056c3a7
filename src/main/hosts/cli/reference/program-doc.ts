import type { Command } from 'commander'

export interface OptionDoc {
  /** The option as `--help` shows it, such as `-h, --help` or `--evaluator <name>`. */
  readonly flags: string
  readonly long: string | null
  readonly short: string | null
  readonly description: string
  readonly takesValue: boolean
  readonly choices: readonly string[]
}

interface ArgumentDoc {
  readonly name: string
  readonly description: string
  readonly choices: readonly string[]
}

export interface CommandDoc {
  /** Words after the program's name; empty for the program itself. */
  readonly path: readonly string[]
  readonly description: string
  /** Text after the command's name, such as `[options] [library]`. */
  readonly usage: string
  readonly arguments: readonly ArgumentDoc[]
  readonly options: readonly OptionDoc[]
  /** Names of its subcommands. */
  readonly commands: readonly string[]
}

/** Returns everything that `--help` shows, for completion and the manual: the program first, and each command before its subcommands. */
export function docsOf(command: Command, path: readonly string[] = []): readonly CommandDoc[] {
  const help = command.createHelp()
  const within = help.visibleCommands(command).filter((each) => each.name() !== 'help')
  const doc: CommandDoc = {
    path,
    description: command.description(),
    usage: command.usage(),
    arguments: help.visibleArguments(command).map((argument) => ({
      name: argument.name(),
      description: help.argumentDescription(argument),
      choices: argument.argChoices ?? [],
    })),
    options: help.visibleOptions(command).map((option) => ({
      flags: option.flags,
      long: option.long ?? null,
      short: option.short ?? null,
      description: help.optionDescription(option),
      takesValue: option.required || option.optional,
      choices: option.argChoices ?? [],
    })),
    commands: within.map((each) => each.name()),
  }
  return [doc, ...within.flatMap((each) => docsOf(each, [...path, each.name()]))]
}
