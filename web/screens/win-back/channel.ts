import { MESSAGE_CHANNELS } from '../../../worker/domain/channels.ts'
import { t } from '../../i18n/index.ts'

export type Channel = (typeof MESSAGE_CHANNELS)[number]

const isChannel = (text: string): text is Channel => (MESSAGE_CHANNELS as readonly string[]).includes(text)

const SOURCES = [
  'taobao',
  'pinduoduo',
  'jd',
  'douyin',
  'youzan',
  'xiaohongshu',
  'shopify',
  'woocommerce',
  'amazon',
] as const
const isSource = (text: string): text is (typeof SOURCES)[number] => (SOURCES as readonly string[]).includes(text)

/** A stored channel in words; platforms by their names, anything else as it was written down. */
export const channelName = (channel: string): string =>
  isChannel(channel) ? t(`winBack.channel.${channel}`) : isSource(channel) ? t(`customers.source.${channel}`) : channel
