/** The one policy by which this page starts scripts from an address (Trusted Types): its own, whatever is asked for. */

interface Policy {
  createScriptURL(url: string): unknown
}
interface Factory {
  createPolicy(name: string, rules: Policy): Policy
}

const own: Policy = {
  createScriptURL(url) {
    if (new URL(url, location.href).origin !== location.origin) throw new TypeError('no script of ours')
    return url
  },
}
// The name is in the policy of `_headers`. Browsers that know no Trusted Types go by `script-src` alone.
const policy = (globalThis as { trustedTypes?: Factory }).trustedTypes?.createPolicy('regulars', own)

/** `url` as the browser takes it for a worker's address. @throws TypeError for another site's */
export const ownScript = (url: string): string => (policy?.createScriptURL(url) ?? url) as string
