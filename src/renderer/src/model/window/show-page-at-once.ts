import { flushSync } from 'react-dom'
import { type Page, showPage } from './view-store.ts'

/** For who puts the focus on it next: whatever is typed from now on belongs there, and not one letter of it to the page before. */
export const showPageAtOnce = (page: Page): void => flushSync(() => showPage(page))
