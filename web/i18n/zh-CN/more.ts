/** More: notification categories first, then the texts of the screens. */
export const more = {
  title: '更多',
  category: {
    complaint: '新的投诉',
    deadline: '快要超时',
    reopened: '纠纷重新打开',
    'follow-up': '该回访了',
    'win-back': '该挽回了',
    promise: '承诺到期',
    test: '测试通知',
  },
  language: { label: '语言', 'zh-CN': '简体中文', en: 'English' },
}
