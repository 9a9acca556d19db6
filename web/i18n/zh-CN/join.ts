/** Coming in by a link that opens once. */
export const join = {
  title: '打开链接',
  looking: '正在看这个链接…',
  invite: {
    title: ({ shop }: { shop: string }) => `加入「${shop}」`,
    by: ({ by, role }: { by: string; role: string }) => `${by}请你来当${role}。设一个自己的密码，以后用邮箱登录。`,
    submit: '加入',
  },
  first: {
    title: '开你的店',
    text: '你是这里的第一位店主。',
  },
  owner: {
    title: ({ shop }: { shop: string }) => `「${shop}」交给你了`,
    text: '设一个密码，以后用这个邮箱登录。',
    submit: '开始使用',
  },
  reset: {
    title: '设一个新密码',
    text: ({ shop }: { shop: string }) => `「${shop}」的账号。设好以后，其他设备上的登录都会退出。`,
    passkeys: ({ n }: { n: number }) => `这个账号还能用 ${n} 把通行密钥登录，设好新密码就一起移除：`,
    passkey: ({ name, day }: { name: string; day: string }) => `${name}（${day}添加）`,
    keep: '都是我的，留着',
    keepHint: '有不认识的，或怕账号被别人用过，就别留。',
    submit: '保存并登录',
  },
  password: '新密码',
  until: ({ until }: { until: string }) => `链接${until}前有效，只能用一次。`,
  here: ({ name, shop }: { name: string; shop: string }) =>
    `这台设备现在登录的是${name}（「${shop}」）。继续的话会换成新账号，这里存的资料会清掉；服务器上的都在。`,
  taken: { what: '这个邮箱已经有账号', todo: '一个邮箱只能在一家店用，换一个邮箱。' },
  gone: {
    title: '这个链接打不开了',
    text: '可能已经用过、过期或被收回了。',
    used: '刚才已经设好密码的话，直接登录就行；不然请店主再发一个。',
    signIn: '去登录',
    open: '回到店铺',
  },
}
