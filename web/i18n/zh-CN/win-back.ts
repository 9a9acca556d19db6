/** Win-back: the vocabulary of offers first, then the texts of the screens. */
export const winBack = {
  title: '挽回',
  status: { draft: '草稿', sent: '已发出', cancelled: '已取消', returned: '已回来', expired: '已过期' },
  kind: { percent: '打折', amount: '立减', gift: '赠品' },
  channel: {
    wangwang: '旺旺',
    wechat: '微信',
    sms: '短信',
    phone: '电话',
    email: '邮件',
    share: '其他应用',
    copy: '复制后发送',
  },
}
