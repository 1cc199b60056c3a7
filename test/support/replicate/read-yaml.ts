/**
 * Reads the subset of YAML that generators of OpenAPI documents write: maps, lists and one-line scalars. Throws on anything else, so that
 * nothing is misread.
 */
export function readYaml(text: string): unknown {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
    .map((line) => ({ indent: line.length - line.trimStart().length, text: line.trim() }))
  let at = 0

  function block(indent: number): unknown {
    return lines[at]?.text.startsWith('- ') ? list(indent) : map(indent)
  }

  function list(indent: number): unknown[] {
    const items: unknown[] = []
    for (let line = lines[at]; line?.indent === indent && line.text.startsWith('- '); line = lines[at]) {
      const rest = line.text.slice(2)
      if (keyOf(rest) === null) {
        at += 1
        items.push(scalar(rest))
      } else {
        // The first key of a map is on the line of the dash.
        lines[at] = { indent: indent + 2, text: rest }
        items.push(map(indent + 2))
      }
    }
    return items
  }

  function map(indent: number): Record<string, unknown> {
    const entries: [string, unknown][] = []
    for (let line = lines[at]; line?.indent === indent && !line.text.startsWith('- '); line = lines[at]) {
      const key = keyOf(line.text)
      if (key === null) throw new Error(`“${line.text}” is not understood.`)
      const rest = line.text.slice(key.length + 1).trim()
      at += 1
      const next = lines[at]
      const isNested =
        next !== undefined && (next.indent > indent || (next.indent === indent && next.text.startsWith('- ')))
      entries.push([unquoted(key), rest !== '' ? scalar(rest) : isNested ? block(next.indent) : null])
    }
    return Object.fromEntries(entries)
  }

  const result = block(0)
  if (at < lines.length) throw new Error(`“${lines[at]?.text}” is not understood.`)
  return result
}

const keyOf = (text: string): string | null => /^('[^']*'|"[^"]*"|[^\s'"[{][^:]*?)(?=:(\s|$))/.exec(text)?.[0] ?? null

const unquoted = (text: string): string => text.replace(/^(['"])(.*)\1$/, '$2')

function scalar(text: string): unknown {
  if (text === '[ ]' || text === '[]') return []
  if (text === '{ }' || text === '{}') return {}
  if (text.startsWith('"') && text.endsWith('"')) return JSON.parse(text)
  if (text.startsWith("'") && text.endsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
  if (/^[|>[{&*!]/.test(text)) throw new Error(`“${text}” is not understood.`)
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}
