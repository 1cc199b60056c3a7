import type { CommandDoc, OptionDoc } from './program-doc.ts'

/** Escapes text for roff: a line that begins with a dot or a quote would be a request, and a bare hyphen may be printed as a dash. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^(?=[.'])/gm, '\\&')

const option = ({ flags, description }: OptionDoc): string => `.TP\n\\fB${roff(flags)}\\fR\n${roff(description)}`

function section({ path, description, usage, arguments: words, options }: CommandDoc): string {
  return [
    `.SS evencast ${path.map(roff).join(' ')}`,
    `${roff(description)}`,
    `.PP\n\\fBevencast ${path.map(roff).join(' ')}\\fR ${roff(usage)}`,
    ...words.map((word) => `.TP\n\\fI${roff(word.name)}\\fR\n${roff(word.description)}`),
    ...options.map(option),
  ].join('\n')
}

/**
 * Returns the manual page, section 1, in roff, from the help of the program and its commands. `after` is the text at the end of the
 * program's help.
 */
export function manual(docs: readonly CommandDoc[], version: string, after: string): string {
  const [program, ...commands] = docs
  if (!program) throw new Error('A program has a description.')
  return `${[
    `.TH EVENCAST 1 "" "Evencast ${roff(version)}"`,
    '.SH NAME',
    `evencast \\- ${roff(program.description)}`,
    '.SH SYNOPSIS',
    `\\fBevencast\\fR ${roff(program.usage)}`,
    '.SH OPTIONS',
    ...program.options.map(option),
    '.SH COMMANDS',
    ...commands.map(section),
    '.SH NOTES',
    roff(after.trim()),
  ].join('\n')}\n`
}
