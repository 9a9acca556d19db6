/** What a platform's chat punishes a shop for writing: ways to leave the platform. */

export type PlatformRisk = 'link' | 'phone' | 'wechat'

const PATTERNS: readonly [PlatformRisk, RegExp][] = [
  ['link', /https?:|www\.|[a-z0-9-]\.(?:com|cn|net|org|shop|store|top|vip|cc|me|link|io|co|app)(?![a-z])/i],
  // Mobile numbers however they are grouped, area code + number, and 400/800 lines.
  [
    'phone',
    /(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)|(?<!\d)0\d{2,3}[\s-]?\d{7,8}(?!\d)|(?<!\d)[48]00[\s-]?\d{3}[\s-]?\d{4}(?!\d)/,
  ],
  // A code may hold VX or QQ between hyphens, hence the look-behind.
  [
    'wechat',
    /[微威薇徽][\s.]*信|[vV][\s.]*信|[加➕+][\s]*[vV](?![a-z])|(?<![a-z0-9-])(?:vx|wx|qq)(?![a-z-])|we\s?chat|weixin|扣扣|企鹅号/i,
  ],
]

/** The risks found in a text, none twice; empty for a text that may go into a platform's chat. */
export const platformRisks = (text: string): PlatformRisk[] => {
  const plain = text.normalize('NFKC')
  return PATTERNS.filter(([, pattern]) => pattern.test(plain)).map(([risk]) => risk)
}
