/** Being in touch with a customer from their page. These texts come with it (see `bringTexts`). */
export const reach = {
  call: '打电话',
  copy: '复制',
  share: '分享',
  contact: '记联系',
  copied: '联系方式已复制',
  notCopied: '没能复制，长按文字可以手动复制。',
  optedOut: ({ ways }: { ways: string }) => `拒收了${ways}推广。对方自己的订单，还是可以联系。`,
  optedOutOf: { chat: '聊天', sms: '短信', phone: '电话', email: '邮件' },
  notToContact: '对方说过不要联系。对方自己的订单，还是可以联系。',
  whyNot: {
    viewer: '你的角色看不到联系方式，要联系请找店主或客服。',
    nothing: '还没记下电话、邮箱或地址，在“资料”里补上就能用。',
    noPhone: '还没记下电话，在“资料”里补上就能打。',
    undiallable: '这个号码拨不出去：带星号，或者不是完整的号码。',
  },
}
