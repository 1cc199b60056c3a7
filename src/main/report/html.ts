const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** HTML that may be put into HTML as it is. */
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
 * Everything put in is escaped, unless it came from here: names and words of files can never become markup. Not
 * called `html`: formatters close the tags of such templates, and these are pieces of a page.
 */
export const markup = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.reduce((all, text, index) => all + render(parts[index - 1] ?? null) + text),
})

export const raw = (text: string): Html => ({ html: text })
