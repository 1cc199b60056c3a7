import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }

const ROOT = join(import.meta.dirname, '../..')
const DOCS = join(ROOT, 'docs')

function pages(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['node_modules', '.vitepress'].includes(entry.name) ? [] : pages(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}
const own = ['README', 'CONTRIBUTING', 'SECURITY', 'CHANGELOG', 'CODE_OF_CONDUCT'].map((name) =>
  join(ROOT, `${name}.md`),
)
const all = [...own, ...pages(DOCS)]

/** Returns the anchors of headings, as GitHub and the site derive them. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )

function leadsNowhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : path.startsWith('/') ? join(DOCS, path) : join(dirname(page), path)
  const file = [target, `${target}.md`, join(target, 'index.md')].find(
    (each) => existsSync(each) && statSync(each).isFile(),
  )
  if (!file) return !existsSync(target)
  return anchor !== undefined && file.endsWith('.md') && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor)
}

test('every link and picture of the pages leads somewhere', () => {
  const broken = all.flatMap((page) => {
    const text = readFileSync(page, 'utf8').replaceAll(/```[\s\S]*?```/g, '')
    const links = [...text.matchAll(/\]\(([^)\s]+)\)|^\s*(?:src|link|- \{.*link): ([^\s}]+)/gm)].map(
      ([, a, b]) => a ?? b ?? '',
    )
    return links
      .filter((link) => !/^[a-z]+:/i.test(link) && leadsNowhere(page, link))
      .map((link) => `${relative(ROOT, page)}: ${link}`)
  })
  expect(all.length).toBeGreaterThan(25)
  expect(broken).toEqual([])
})

test('every page of the guide and every decision is found from the site’s menu', () => {
  const config = readFileSync(join(DOCS, '.vitepress/config.mjs'), 'utf8')
  for (const name of readdirSync(join(DOCS, 'guide'))) expect(config).toContain(`'/guide/${name.replace('.md', '')}'`)
  const decisions = readFileSync(join(DOCS, 'decisions/index.md'), 'utf8')
  for (const name of readdirSync(join(DOCS, 'decisions')).filter((each) => each !== 'index.md'))
    expect(decisions).toContain(`(./${name.replace('.md', '')})`)
})

test('what “Where is …?” names is exported there', () => {
  const [, table = ''] = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').split(/^## Where is .*$|^## Rules$/m)
  const rows = [...table.matchAll(/^\|.*\| `(.+?)` +\| `(.+?)` +\| `(.+?)` +\|$/gm)]
  expect(rows).toHaveLength(12)
  for (const [, folder = '', file = '', name] of rows)
    expect(readFileSync(join(ROOT, folder, file), 'utf8')).toMatch(
      new RegExp(`^export (async function|function|const) ${name}\\b`, 'm'),
    )
})

test('the changelog has a dated entry for this version', () => {
  const [, version, date] = /^## (\S+) - (\S+)$/m.exec(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')) ?? []
  expect(version).toBe(packageJson.version)
  expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
})
