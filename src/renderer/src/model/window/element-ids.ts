/** Element id of the search field, which a shortcut focuses. */
export const SEARCH_ID = 'actor-search'

/** Element id of the sidebar's list, or of the page that shows the same actors in full. */
export const ACTOR_LIST_ID = 'actor-list'
export const ACTOR_PAGE_ID = 'all-actors'

/** Moves the focus from the search field to the actors found. */
export const focusActors = (): void =>
  (document.getElementById(ACTOR_PAGE_ID) ?? document.getElementById(ACTOR_LIST_ID))?.focus()
