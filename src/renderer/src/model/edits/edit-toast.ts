/** Key of the notification about the latest edit or undo; a new one replaces it. */
export const EDIT_TOAST = 'edit'
