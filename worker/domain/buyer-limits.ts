/** How much may come in by private links in 24 hours. What the shop has answered counts no longer. */

/** Complaints nobody has answered yet: by one link from one place, and by one link in all. */
export const COMPLAINTS_A_PLACE = 5
export const COMPLAINTS_A_LINK = 20
/** Words a buyer adds to one case. */
export const WORDS_A_CASE = 30
/** Photos buyers add in a shop. */
export const PHOTOS_A_SHOP = 300
