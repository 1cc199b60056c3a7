import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCli } from '../../../src/main/hosts/cli/program.ts'
import { placesOf } from '../../../src/main/hosts/places.ts'

async function printed(...args: readonly string[]): Promise<string> {
  let text = ''
  const out = { write: (part: string) => (text += part) }
  const terminal = { stdout: out, stderr: out, env: {}, places: placesOf('/nowhere/out/main', {}) }
  await runCli(args, { ...terminal, signal: new AbortController().signal, ask: null }, '9.9.9')
  return text
}

test('the manual says of each command and option what --help says', async () => {
  const [page, help, ofPlan] = [await printed('manual'), await printed('--help'), await printed('plan', '--help')]
  expect(page).toMatch(/^\.TH EVENCAST 1 "" "Evencast 9\.9\.9"\n/)
  const commands = [...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name).filter((name) => name !== 'help')
  expect(commands.length).toBeGreaterThan(15)
  for (const name of commands) expect(page).toContain(`.SS evencast ${name}\n`)
  const options = [...ofPlan.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name = '']) => name)
  expect(options.length).toBeGreaterThan(8)
  for (const option of options) expect(page).toContain(`\\fB${option.replaceAll('-', '\\-')}`)
  expect(page).toContain('Exit codes: 0 done')
})

/** Returns bash's completions for these words. */
const offered = (script: string, ...words: readonly string[]): string =>
  execFileSync(
    'bash',
    ['-c', `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _evencast; echo "\${COMPREPLY[@]}"`, '-', ...words],
    { encoding: 'utf8' },
  ).trim()

const hasBash = existsSync('/bin/bash')
if (!hasBash) console.warn('SKIPPED: there is no /bin/bash to complete commands in.')

test.skipIf(!hasBash)('bash completes commands, options and their values', async () => {
  const script = await printed('completion', 'bash')
  expect(offered(script, 'evencast', 'sna')).toBe('snapshot')
  expect(offered(script, 'evencast', 'trash', 'res')).toBe('restore')
  expect(offered(script, 'evencast', 'trash', 'list', '--j')).toBe('--json')
  expect(offered(script, 'evencast', 'plan', '--evaluator', '')).toBe('local openai local-server')
  expect(offered(script, 'evencast', 'completion', '')).toMatch(/^bash zsh fish /)
  expect(offered(script, 'evencast', 'plan', '--actor-id', 'x')).toBe('')
})

test('zsh and fish know the same words', async () => {
  const [zsh, fish] = [await printed('completion', 'zsh'), await printed('completion', 'fish')]
  expect(zsh).toContain("(' plan --evaluator') compadd -- local openai local-server; return ;;")
  expect(zsh).toMatch(/\(' trash'\) entries=\('list:.*' 'restore:/)
  expect(fish).toContain(`complete -c evencast -n '__evencast_at " trash"' -a restore -d '`)
  expect(fish).toMatch(/__evencast_at " plan"' -l evaluator -r -f -a 'local openai local-server' -d '/)
})
