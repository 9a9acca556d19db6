/** Names of ours for ways in, ways out and carriers; what came by the API or was typed may be anything else. */

/** Where complaints come in, as offered by hand. */
export const CASE_CHANNELS = [
  'taobao',
  'pinduoduo',
  'jd',
  'douyin',
  'xiaohongshu',
  'wechat',
  'phone',
  'review',
  'email',
  'youzan',
  'shopify',
  'woocommerce',
  'amazon',
  'other',
] as const

/** Ways a message goes out, the commonest first. */
export const MESSAGE_CHANNELS = ['wangwang', 'wechat', 'sms', 'email', 'phone', 'share', 'copy'] as const

/** Those most parcels go with, by the names cases keep them under. */
export const CARRIERS = ['顺丰', '中通', '圆通', '申通', '韵达', '极兔', '邮政', '京东'] as const

/** Every channel the app has a word for. */
export const KNOWN_CHANNELS: readonly string[] = [...new Set([...CASE_CHANNELS, 'api', 'link', ...MESSAGE_CHANNELS])]
