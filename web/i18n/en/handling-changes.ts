/** Names of what is done between the steps of a case; `more` names the other changes, too. */
export const handlingChanges = {
  hear: 'Note what the buyer said',
  answer: 'Note our answer',
  wait: 'Wait for the buyer',
  resume: 'Stop waiting for the buyer',
  snooze: 'Put a dispute aside',
  deadlines: 'Change platform deadlines',
  contact: 'Note how to reach the buyer',
  merge: 'Merge disputes',
  unmerge: 'Take disputes apart',
  spam: 'Close what is no complaint',
  unspam: 'Bring back what was closed as no complaint',
}
