import type { Settings } from '../../../../main/contract/settings.ts'

const light = matchMedia('(prefers-color-scheme: light)')
const contrast = matchMedia('(prefers-contrast: more)')

/** Keeps the document's theme in step with the settings and, where they say so, with the system. Returns a function that stops it. */
export function applyTheme(wanted: Pick<Settings, 'theme' | 'contrast'>): () => void {
  const { dataset } = document.documentElement
  const apply = () => {
    dataset['theme'] = wanted.theme === 'system' ? (light.matches ? 'light' : 'dark') : wanted.theme
    dataset['contrast'] = wanted.contrast === 'more' || contrast.matches ? 'more' : 'normal'
  }
  apply()
  light.addEventListener('change', apply)
  contrast.addEventListener('change', apply)
  return () => {
    light.removeEventListener('change', apply)
    contrast.removeEventListener('change', apply)
  }
}
