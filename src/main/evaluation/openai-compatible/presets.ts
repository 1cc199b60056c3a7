/** Programs that serve vision models on the user's own machine in OpenAI's format, with their default addresses. */
export const LOCAL_PRESETS = [
  { name: 'Ollama', url: 'http://127.0.0.1:11434/v1' },
  { name: 'LM Studio', url: 'http://127.0.0.1:1234/v1' },
] as const satisfies readonly LocalPreset[]

export interface LocalPreset {
  readonly name: string
  /** Base URL, ending in /v1. */
  readonly url: string
}

/**
 * Returns the presets of this machine. `OLLAMA_HOST` is Ollama's own variable: "host", "host:port" or an address. It counts only where it
 * names this machine ("0.0.0.0" does, too), since no other machine is ever contacted unless the user chose it.
 */
export function presetsHere(env: Readonly<Record<string, string | undefined>>): readonly LocalPreset[] {
  const own = ollamaUrl(env['OLLAMA_HOST'] ?? '')
  return LOCAL_PRESETS.map((preset) => (preset.name === 'Ollama' && own !== null ? { ...preset, url: own } : preset))
}

function ollamaUrl(host: string): string | null {
  const text = host.trim()
  if (text === '') return null
  const url = URL.parse(/^https?:\/\//.test(text) ? text : `http://${text}`)
  if (url === null || !['127.0.0.1', 'localhost', '0.0.0.0', '[::1]', '[::]'].includes(url.hostname)) return null
  const hostname = url.hostname === '[::1]' ? '[::1]' : '127.0.0.1'
  return `http://${hostname}:${url.port === '' ? 11434 : url.port}/v1`
}
