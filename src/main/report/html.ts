const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** HTML that is safe to insert without escaping. */
export interface Html {
  readonly html: string
}

type Part = Html | string | number | null | readonly Html[]

const render = (part: Part): string => {
  if (part === null) return ''
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
  if (typeof part === 'number') return String(part)
  return 'html' in part ? part.html : part.map(({ html: text }) => text).join('')
}

/**
 * Builds HTML and escapes every part that is not `Html`, so that names and texts of files never become markup. It is not called `html`,
 * because formatters would close the tags in such templates, and these are fragments.
 */
export const markup = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.reduce((all, text, index) => all + render(parts[index - 1] ?? null) + text),
})

export const raw = (text: string): Html => ({ html: text })
