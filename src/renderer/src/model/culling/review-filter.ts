/** Images that were looked at and left in doubt, and that no person has decided since. */
export const REVIEW_FILTER = '(unsure or verdict:review) -by:human -unassessed'
