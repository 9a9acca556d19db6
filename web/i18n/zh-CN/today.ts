/** Today: kinds of task first, then the texts of the screen. */
export const today = {
  title: '今日',
  kind: { promise: '兑现承诺', 'follow-up': '跟踪回访', 'win-back': '挽回客户', 'win-back-check': '看看回来没有' },
  status: { open: '待办', done: '已完成', cancelled: '已取消' },
}
