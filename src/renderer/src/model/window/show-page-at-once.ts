import { flushSync } from 'react-dom'
import { type Page, showPage } from './view-store.ts'

/** Renders a page synchronously, for callers that focus it next: otherwise the first typed letters would go to the previous page. */
export const showPageAtOnce = (page: Page): void => flushSync(() => showPage(page))
