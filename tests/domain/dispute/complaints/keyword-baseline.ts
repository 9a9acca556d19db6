/** Plain keyword matching, the first rule that matches wins: what the suggestion has to beat. */
import type { Cause } from '../../../../worker/domain/rows.ts'

const RULES: readonly (readonly [Cause, RegExp])[] = [
  [
    'attitude',
    /态度(?![还也都是很挺真]{0,2}[好棒]|[还也]?不错)|爱理不理|爱答不理|不理人|没人理|敷衍|骂人|怼|推卸|推来推去|\brude\b|\bignored\b|\b(?:bad|terrible|awful) (?:attitude|service)\b/i,
  ],
  ['pushy-selling', /推销|非要我买|非让我买|硬塞|一直推|\bpushy\b|\bupsell/i],
  [
    'product-ignorance',
    /一问三不知|客服.{0,4}(?:不懂|不知道|说错)|\b(?:didn't|did not|doesn't) know (?:the|their) products?\b/i,
  ],
  ['wrong-item', /发错|错发|寄错|不是我买的|不是我要的|\bwrong (?:item|product|colou?r|size|one)\b/i],
  [
    'wrong-quantity',
    /少发|漏发|多发|少寄|少了[一二两三几\d]|数量不对|\bmissing (?:item|piece|part)s?\b|\bwrong quantity\b/i,
  ],
  [
    'lost',
    /丢件|快件丢|包裹丢|弄丢|签收.{0,6}没收到|\bnever (?:arrived|came)\b|\blost (?:in (?:transit|the post)|parcel|package)\b/i,
  ],
  [
    'late',
    /还没(?:到|收到|发货)|一直没(?:到|发货)|(?:发货|物流|快递)[太很好]?慢|晚了|迟到|\blate\b|\bdelay(?:ed)?\b|\bstill waiting\b/i,
  ],
  [
    'transit-damage',
    /压[坏扁碎]|[摔磕碰]坏|碎了|包装.{0,4}[破烂]|破损|\bcrushed\b|\bsmashed\b|\bdamaged\b|\bbroken on arrival\b/i,
  ],
  ['misuse', /洗(?:坏|缩水|完)|进水|用坏|\bafter (?:washing|i washed)\b/i],
  ['minor-flaw', /瑕疵|线头|划痕|小毛病|污渍|\bscratch(?:ed|es)?\b|\bloose threads?\b|\bstain(?:ed|s)?\b/i],
  [
    'defect',
    /坏[了的]|开线|开胶|掉色|褪色|质量[太很]?差|质量问题|用不了|裂|\bdefective\b|\bbroken\b|\bdoes(?:n't| not) work\b|\bpoor quality\b/i,
  ],
  ['oversold', /没货|缺货|断货|超卖|\bout of stock\b|\boversold\b/i],
  ['concealed-condition', /没告诉我|没提前说|没写清|隐瞒|后来才知道|\bnever told\b|\bnot mentioned\b|\bhidden\b/i],
  [
    'over-promise',
    /说好的?|答应|承诺|夸大|虚假|描述不符|和图片不|跟图片不|\bpromised\b|\b(?:not|isn't) as described\b|\bmisleading\b/i,
  ],
  ['need-misread', /不合适|不合身|尺码|太[大小]了|用不上|\bdoes(?:n't| not) fit\b|\btoo (?:small|big|large)\b/i],
]

/** The cause of the first rule found in the words. */
export const byKeyword = (words: string): Cause | null => RULES.find(([, pattern]) => pattern.test(words))?.[0] ?? null
