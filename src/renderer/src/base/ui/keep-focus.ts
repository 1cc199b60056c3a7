const FIELDS = 'button, a, input, select, textarea, summary'

/** Takes the focus for what is in it, and is no stop of the Tab key. */
const REGION = '[tabindex="-1"]'

const isUsable = (element: Element): boolean => element.isConnected && !element.matches(':disabled')

/** Nothing in particular has the focus: it was lost, or a page stands in for what had it. */
export function isFocusAdrift(): boolean {
  const active = document.activeElement
  return active === null || active === document.body || active.matches(`main${REGION}`)
}

function regionsAround(element: Element): readonly HTMLElement[] {
  const region = element.parentElement?.closest<HTMLElement>(REGION)
  return region ? [region, ...regionsAround(region)] : []
}

/**
 * A button that goes away or is switched off takes the focus with it: keys, screen readers and dialogs that put it back would start
 * from nowhere. The region around the button takes it instead, and gives it back to a button that is switched on again.
 */
export function keepFocus(signal: AbortSignal): void {
  let held: HTMLElement | null = null
  let around: readonly HTMLElement[] = []
  let standIn: HTMLElement | null = null
  const settle = () => {
    if (held === null) return
    const active = document.activeElement
    if (isUsable(held)) {
      if (standIn !== null && active === standIn) held.focus({ preventScroll: true })
      return
    }
    if (active !== null && active !== document.body && active !== held) return
    const [nearest] = around.filter(isUsable)
    if (!nearest) return
    standIn = nearest
    nearest.focus({ preventScroll: true })
  }
  document.addEventListener(
    'focusin',
    ({ target }) => {
      if (!(target instanceof HTMLElement) || target === standIn) return
      held = target.matches(FIELDS) ? target : null
      around = held ? regionsAround(held) : []
      standIn = null
    },
    { signal },
  )
  // Who clicks somewhere else lets go of it.
  document.addEventListener(
    'pointerdown',
    ({ target }) => {
      if (!(target instanceof Node) || !held?.contains(target)) held = null
    },
    { signal, capture: true },
  )
  const changes = new MutationObserver(settle)
  changes.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] })
  signal.addEventListener('abort', () => changes.disconnect())
}
