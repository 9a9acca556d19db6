/** Names of what is done between the steps of a case; `more` names the other changes, too. */
export const handlingChanges = {
  hear: '记下买家又说的话',
  answer: '记下我们回的话',
  wait: '等买家回复',
  resume: '不再等买家',
  snooze: '把纠纷放一放',
  deadlines: '改平台时限',
  contact: '记下买家的联系方式',
  merge: '合并纠纷',
  unmerge: '拆开纠纷',
  spam: '关掉不是投诉的',
  unspam: '恢复关掉的投诉',
}
