import { readFileSync } from 'node:fs'

/**
 * An import of a module, by specifier: `import … from 'x'`, `export … from 'x'`, `import('x')`, `require('x')`. Type-only imports are
 * marked: they disappear at run time but still count as dependencies.
 */
export interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
}

const STATIC = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]/gm
const MINIFIED = /(?:\bfrom|\bimport)\s*['"]([^'"]+)['"]/g
const DYNAMIC = /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g

export function importsOf(text: string): readonly Import[] {
  const code = text.replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, '')
  const found = new Map<string, boolean>()
  const add = (specifier: string | undefined, typeOnly: boolean) => {
    if (specifier !== undefined) found.set(specifier, typeOnly && found.get(specifier) !== false)
  }
  for (const [, type, specifier] of code.matchAll(STATIC)) add(specifier, type !== undefined)
  for (const [, specifier] of code.matchAll(DYNAMIC)) add(specifier, false)
  return [...found].map(([specifier, typeOnly]) => ({ specifier, typeOnly }))
}

/** Returns the imports of built code, which may be on one line. `atOnce` leaves out dynamic imports. */
export function builtImportsOf(file: string, { atOnce = false } = {}): readonly string[] {
  const code = readFileSync(file, 'utf8')
  return [...code.matchAll(MINIFIED), ...(atOnce ? [] : code.matchAll(DYNAMIC))].flatMap(
    ([, specifier]) => specifier ?? [],
  )
}
