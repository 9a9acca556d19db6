/** How much may come in by private links in 24 hours. What the shop has answered counts no longer. */

/** Complaints nobody has answered yet: by one link from one place. */
export const COMPLAINTS_A_PLACE = 5
/** From so many by one link on, a place has no more than one: few cannot close it for all others. */
export const COMPLAINTS_CROWD = 20
/** By one link in all: whoever wants to close it for a day owns as many places. */
export const COMPLAINTS_A_LINK = 200
/** Words a buyer adds to one case. */
export const WORDS_A_CASE = 30
/** Photos buyers add in a shop. */
export const PHOTOS_A_SHOP = 300
