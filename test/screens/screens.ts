import type { Page } from 'playwright-core'

/** A sequence of screens with screenshots. */
interface Journey {
  /** True when the sample library is open at the start. */
  readonly library: boolean
  /** True when the tour of the first run has not been seen. */
  readonly tour?: boolean
  readonly walk: (page: Page, picture: (name: string) => Promise<void>) => Promise<void>
}

const MOD = 'ControlOrMeta'

async function openActor(page: Page, actorId: string): Promise<void> {
  await page.locator(`[data-actor-id="${actorId}"]`).first().click()
  await page.locator(`[data-filename^="${actorId}"]`).first().waitFor()
}

async function closing(page: Page, open: () => Promise<unknown>, picture: () => Promise<void>): Promise<void> {
  await open()
  await page.getByRole('dialog').waitFor()
  await picture()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

/** Runs the command with this name from the library menu or the palette. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press(`${MOD}+k`)
  await page.getByPlaceholder('What do you want to do?').fill(name)
  await page.keyboard.press('Enter')
}

const ACTOR = '0003_latin_30_female'

export const JOURNEYS: readonly Journey[] = [
  {
    library: false,
    walk: async (page, picture) => {
      await page.getByRole('heading', { name: 'Evencast' }).waitFor()
      await picture('start')
    },
  },
  {
    library: true,
    tour: true,
    walk: async (page, picture) => {
      await page.locator('.tour').waitFor()
      await picture('tour')
    },
  },
  {
    library: true,
    walk: async (page, picture) => {
      await openActor(page, ACTOR)
      await picture('not-assessed')
      await page.getByRole('button', { name: 'Balance all' }).click()
      await page.getByRole('button', { name: /^Start [1-9]/ }).waitFor()
      await page.locator('.making').waitFor({ state: 'detached' })
      await picture('balance-all')
      await page.keyboard.press('Escape')
      await command(page, 'Balance this actor')
      await page.getByRole('button', { name: 'Start', exact: true }).waitFor()
      await picture('gallery')
      await page.getByRole('button', { name: 'Discard' }).click()
      await page.getByRole('button', { name: 'Start', exact: true }).waitFor({ state: 'hidden' })
      await picture('assessed')

      await closing(
        page,
        () => page.keyboard.press(`${MOD}+k`),
        () => picture('palette'),
      )
      await closing(
        page,
        () => page.keyboard.press('?'),
        () => picture('shortcuts'),
      )
      await closing(
        page,
        () => page.keyboard.press(`${MOD}+,`),
        () => picture('settings'),
      )
      await closing(
        page,
        () => command(page, 'Sync'),
        () => picture('sync'),
      )
      await closing(
        page,
        () => command(page, 'Verify'),
        () => picture('verify'),
      )
      await closing(
        page,
        () => command(page, 'Trash…'),
        () => picture('trash'),
      )

      await page.locator('[data-lane="photorealistic"] [data-image-id]').first().click()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor()
      await picture('lightbox')
      await page.keyboard.press('Escape')
      await page.locator('[data-lane="rejected"] [data-filename$="_13.jpg"]').click()
      await page.keyboard.press('Enter')
      await page.keyboard.press('o')
      await picture('lightbox-why')
      await page.keyboard.press('Escape')
    },
  },
  {
    library: true,
    walk: async (page, picture) => {
      await openActor(page, ACTOR)
      await page.keyboard.press('o')
      await page.locator('.actors-name').first().waitFor()
      await picture('all-actors')
      await page.keyboard.press('w')
      await picture('all-actors-wall')
      await page.keyboard.press('w')

      await page.keyboard.press('Shift+F')
      await page.locator('[data-filename]').first().waitFor()
      await picture('all-images-suggestions')
      await page.keyboard.type('issue:any ')
      await page.keyboard.press('Escape')
      await picture('all-images')
    },
  },
  {
    library: true,
    walk: async (page, picture) => {
      await openActor(page, ACTOR)
      await page.locator('[data-lane="photorealistic"] [data-image-id]').first().click()
      await page.keyboard.press('Shift+ArrowRight')
      await page.keyboard.press('Shift+ArrowRight')
      await picture('selection')
      await page.keyboard.press('m')
      await picture('move-to')
      await page.keyboard.press('Escape')
      await page.keyboard.press('c')
      await page.locator('.compare').waitFor()
      await picture('compare')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')

      await page.keyboard.press('Shift+C')
      await page.locator('.culling-name').waitFor()
      await picture('culling')
      await page.keyboard.press('k')
      await page.keyboard.press('x')
      await page.keyboard.press('Escape')
      await page.locator('.culling-name').waitFor({ state: 'detached' })
      await page.keyboard.press('Shift+D')
      await picture('duplicates')
      await page.keyboard.press('Escape')
      await page.keyboard.press('h')
      await picture('history')
    },
  },
  {
    library: true,
    walk: async (page, picture) => {
      await openActor(page, ACTOR)
      await page.keyboard.press('Shift+E')
      const dialog = page.getByRole('dialog')
      await dialog
        .getByRole('button', { name: /^Write/ })
        .last()
        .click()
      await dialog.getByText(/^(\d+) of \1 captions/).waitFor()
      await picture('captions')
      await dialog.getByRole('radio', { name: 'Export' }).check()
      await dialog.getByRole('radio', { name: 'kohya' }).check()
      await dialog.getByText(/^\d+ images in \d+ bucket/).waitFor()
      await picture('export')
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
      await page.locator('[data-lane="photorealistic"] [data-image-id]').first().click()
      await page.keyboard.press('Enter')
      await page.keyboard.press('r')
      await page.locator('main.crop').waitFor()
      await picture('crop')
      await page.keyboard.press('Escape')
    },
  },
  {
    // Last, because it executes a plan.
    library: true,
    walk: async (page, picture) => {
      await openActor(page, 'juniper_robot')
      await page.getByRole('button', { name: 'Target…' }).click()
      await page.locator('[data-choice="illustrated"] input').check()
      await picture('target')
      await page.keyboard.press('Escape')
      await command(page, 'Balance this actor')
      await page.getByRole('button', { name: 'Start', exact: true }).click()
      await page.locator('.dock-last[data-open]').waitFor({ timeout: 300_000 })
      await page.getByRole('button', { name: 'Show runs' }).click()
      await page.locator('.toast').first().waitFor({ state: 'detached' })
      await picture('run-ended')
    },
  },
]
