import type { Page } from 'playwright-core'

export interface Opened {
  /** Time from the click or key to the first frame with pictures of the actor. */
  readonly firstMs: number
  /** Time to the frame with every visible picture loaded. */
  readonly allMs: number
}

/** Does `act` in the page and checks every frame until another actor's pictures are visible. */
async function watchOpening(page: Page, act: 'row' | 'next'): Promise<Opened> {
  return page.evaluate(
    (act) =>
      new Promise<Opened>((resolve) => {
        const shown = () => document.querySelector('main.pane')?.getAttribute('aria-label') ?? ''
        const before = shown()
        const startMs = performance.now()
        if (act === 'row') document.querySelector<HTMLElement>('.actor-row')?.click()
        else {
          const list = document.querySelector('.actor-list')
          const press = (key: string) => list?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
          // Wherever the selected actor is in the list, one of its neighbours is a different actor.
          const last = document.querySelector('.actor-row[aria-selected="true"]')
          press(last?.getAttribute('aria-posinset') === last?.getAttribute('aria-setsize') ? 'Home' : 'ArrowDown')
        }
        let firstMs = 0
        const look = () => {
          const actor = shown()
          const pictures = [...document.querySelectorAll<HTMLImageElement>('.tile img')]
          const ours = pictures.filter((picture) =>
            picture.closest('.tile')?.getAttribute('data-filename')?.startsWith(`${actor}_`),
          )
          const there = ours.filter((picture) => picture.complete && picture.naturalWidth > 0)
          const nowMs = performance.now() - startMs
          if (actor !== before && there.length > 0) {
            firstMs ||= nowMs
            if (there.length === pictures.length) {
              resolve({ firstMs, allMs: nowMs })
              return
            }
          }
          requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    act,
  )
}

/** Types the actor's name into the search field and opens the only matching row. */
export async function openActor(page: Page, actorId: string): Promise<Opened> {
  await page.locator('#actor-search').fill(actorId)
  await page.waitForFunction(() => document.querySelectorAll('.actor-row').length === 1)
  return watchOpening(page, 'row')
}

/** Opens the next actor of the list with the arrow key. */
export const nextActor = (page: Page): Promise<Opened> => watchOpening(page, 'next')

export async function listAll(page: Page): Promise<void> {
  await page.locator('#actor-search').fill('')
  await page.waitForFunction(() => document.querySelectorAll('.actor-row').length > 5)
}
