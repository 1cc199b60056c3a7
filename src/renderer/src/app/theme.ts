import type { Settings } from '../../../main/contract/settings.ts'

/** Keeps the document's theme in step with the setting and, under "system", with the system. Returns how to stop. */
export function applyTheme(theme: Settings['theme']): () => void {
  const light = matchMedia('(prefers-color-scheme: light)')
  const apply = () => {
    document.documentElement.dataset['theme'] = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme
  }
  apply()
  light.addEventListener('change', apply)
  return () => light.removeEventListener('change', apply)
}
