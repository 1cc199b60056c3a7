import type { CommandDoc, OptionDoc } from './program-doc.ts'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** Returns the key of a command in the scripts: each of its words after a space; empty for the program itself. */
const placeOf = (path: readonly string[]): string => path.map((word) => ` ${word}`).join('')
const namesOf = ({ long, short }: OptionDoc): readonly string[] => [long, short].flatMap((name) => name ?? [])
/** Returns the words that may come next, without options. */
const wordsOf = ({ commands, arguments: words }: CommandDoc): readonly string[] => [
  ...commands,
  ...words.flatMap(({ choices }) => choices),
]
/** Quotes a text with single quotes, valid in all three shells. */
const quoted = (text: string): string => `'${text.replaceAll("'", '’').replaceAll('\\', '\\\\')}'`
/** Returns the description of a subcommand; empty for a word that is no command. */
const describe = (docs: readonly CommandDoc[], within: CommandDoc, name: string): string =>
  docs.find(({ path }) => placeOf(path) === placeOf([...within.path, name]))?.description ?? ''
const places = (docs: readonly CommandDoc[]): string[] =>
  docs.filter(({ path }) => path.length > 0).map(({ path }) => quoted(placeOf(path)))
const valued = (docs: readonly CommandDoc[]) =>
  docs.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .flatMap((option) =>
        namesOf(option).map((name) => ({ at: `${placeOf(path)} ${name}`, choices: option.choices })),
      ),
  )

/** Returns the script for bash, which falls back to file names when no word matches. */
function bash(docs: readonly CommandDoc[]): string {
  const words = (doc: CommandDoc) => [...wordsOf(doc), ...doc.options.flatMap(namesOf)].join(' ')
  return `# Completion of evencast for bash: source <(evencast completion bash)
_evencast() {
  local at='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
      ${places(docs).join('|')}) at="$at \${COMP_WORDS[i]}" ;;
    esac
  done
  COMPREPLY=()
  case "$at \${COMP_WORDS[COMP_CWORD-1]}" in
${valued(docs)
  .map(({ at, choices }) => `    ${quoted(at)}) words=${quoted(choices.join(' '))} ;;`)
  .join('\n')}
    *) case "$at" in
${docs.map((doc) => `      ${quoted(placeOf(doc.path))}) words=${quoted(words(doc))} ;;`).join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o bashdefault -o default -F _evencast evencast
`
}

function zsh(docs: readonly CommandDoc[]): string {
  // A colon would end the name.
  const entry = (name: string, description: string) => quoted(`${name}:${description.replaceAll(':', '\\:')}`)
  const entries = (doc: CommandDoc) => [
    ...wordsOf(doc).map((name) => entry(name, describe(docs, doc, name))),
    ...doc.options.flatMap((option) => namesOf(option).map((name) => entry(name, option.description))),
  ]
  return `#compdef evencast
# Completion of evencast for zsh: source <(evencast completion zsh), or as a file named _evencast in a folder of $fpath
_evencast() {
  local at='' word
  local -a entries
  for word in \${words[2,CURRENT-1]}; do
    case "$at $word" in
      (${places(docs).join('|')}) at="$at $word" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${valued(docs)
  .map(
    ({ at, choices }) =>
      `    (${quoted(at)}) ${choices.length > 0 ? `compadd -- ${choices.join(' ')}` : '_files'}; return ;;`,
  )
  .join('\n')}
  esac
  case "$at" in
${docs.map((doc) => `    (${quoted(placeOf(doc.path))}) entries=(${entries(doc).join(' ')}) ;;`).join('\n')}
  esac
  _describe evencast entries
  _files
}
if [ "$funcstack[1]" = _evencast ]; then _evencast "$@"; else compdef _evencast evencast; fi
`
}

function fish(docs: readonly CommandDoc[]): string {
  const lines = docs.flatMap((doc) => {
    const when = `-n ${quoted(`__evencast_at "${placeOf(doc.path)}"`)}`
    return [
      ...wordsOf(doc).map((name) => `complete -c evencast ${when} -a ${name} -d ${quoted(describe(docs, doc, name))}`),
      ...doc.options.map((option) =>
        [
          `complete -c evencast ${when}`,
          option.long ? `-l ${option.long.slice(2)}` : '',
          option.short ? `-s ${option.short.slice(1)}` : '',
          option.takesValue ? '-r' : '',
          option.choices.length > 0 ? `-f -a ${quoted(option.choices.join(' '))}` : '',
          `-d ${quoted(option.description)}`,
        ]
          .filter((part) => part !== '')
          .join(' '),
      ),
    ]
  })
  return `# Completion of evencast for fish: evencast completion fish | source
function __evencast_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case ${places(docs).join(' ')}
        set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`
}

const MAKERS: Readonly<Record<Shell, (docs: readonly CommandDoc[]) => string>> = { bash, zsh, fish }

/** Returns a script that completes commands, options and option values in a shell. */
export const completion = (shell: Shell, docs: readonly CommandDoc[]): string => MAKERS[shell](docs)
