import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/app.ts'

/** Builds the pages of docs/ as published; a broken link fails the build. */
export function buildSite(): { readonly line: string; readonly problems: readonly string[] } {
  const docs = join(ROOT, 'docs')
  for (const args of [
    ['ci', '--no-audit', '--no-fund'],
    ['run', 'build'],
  ]) {
    const { status, stdout, stderr } = spawnSync('npm', args, { cwd: docs, encoding: 'utf8' })
    if (status !== 0) return { line: 'site: FAILED', problems: [`npm ${args.join(' ')} in docs: ${stdout}${stderr}`] }
  }
  const pages = readdirSync(join(docs, '.vitepress/dist'), { recursive: true, encoding: 'utf8' })
  return {
    line: `site: ${pages.filter((path) => path.endsWith('.html')).length} pages built, every link leads somewhere`,
    problems: [],
  }
}
