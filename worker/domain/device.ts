/** What a browser says of itself, in a few words its owner knows it by. Brands are called the same in every language. */

/** In this order: most browsers also claim to be one that stands further down. */
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger\//, 'WeChat'],
  [/\bQQ\/|MQQBrowser\//, 'QQ'],
  [/UCBrowser\//, 'UC'],
  [/Quark\//, 'Quark'],
  [/HuaweiBrowser\//, 'Huawei Browser'],
  [/MiuiBrowser\//, 'Mi Browser'],
  [/HeyTapBrowser\//, 'HeyTap Browser'],
  [/VivoBrowser\//, 'vivo Browser'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/OpenHarmony|HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Macintosh|Mac OS X/, 'Mac'],
  [/Windows/, 'Windows'],
  [/Linux/, 'Linux'],
]

const found = (list: readonly [RegExp, string][], text: string): string | undefined =>
  list.find(([pattern]) => pattern.test(text))?.[1]

/** `Chrome · Android`; null when nothing in it is known. */
export function deviceName(userAgent: string): string | null {
  const text = userAgent.slice(0, 512)
  return [found(BROWSERS, text), found(SYSTEMS, text)].filter(Boolean).join(' · ') || null
}
