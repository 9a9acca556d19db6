/**
 * The door of `npm start`, inside workerd, before the app and its pages. What Cloudflare's edge would have set, a caller
 * here only claims; and a name that is not this machine's own is a page elsewhere that had its name point here (DNS
 * rebinding), or somebody on a phone, who is told what to do instead.
 */
import { problem, problemResponse } from './problem.ts'

const OWN_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/
const CLAIMED = /^(mf-|cf-|x-forwarded-|(forwarded|x-real-ip|true-client-ip)$)/

type Next<Env> = (request: Request, env: Env, execution: unknown) => Promise<Response> | Response

/** `next` behind the door. Tests that play Cloudflare's edge set EDGE, and `cf-connecting-ip` is believed. */
export const guarded =
  <Env extends { EDGE?: string }>(next: Next<Env>): Next<Env> =>
  async (request, env, execution) => {
    const url = URL.parse(request.url)
    if (!url) return problemResponse(problem(400, 'bad_request'))
    if (!OWN_HOST.test(url.hostname)) {
      const isPage = !url.pathname.startsWith('/api/') && (request.headers.get('accept') ?? '').includes('text/html')
      return isPage ? explained() : problemResponse(problem(421, 'wrong_host'))
    }
    const claimed = [...request.headers.keys()].filter(
      (name) => CLAIMED.test(name) && !(env.EDGE && name === 'cf-connecting-ip'),
    )
    if (claimed.length === 0) return next(request, env, execution)
    const honest = new Request(request)
    for (const name of claimed) honest.headers.delete(name)
    return next(honest, env, execution)
  }

export default {
  fetch: guarded(
    async (request: Request, env: { APP: { fetch(request: Request): Promise<Response> }; EDGE?: string }) => {
      const answer = await env.APP.fetch(request)
      if (!answer.headers.has(NOTE)) return answer
      const plain = new Response(answer.body, answer)
      plain.headers.delete(NOTE)
      return plain
    },
  ),
}

/** How the assets were found, for wrangler's log. */
const NOTE = 'x-mf-additional-response-log'

/** To a person, who reads pages. */
function explained(): Response {
  return new Response(PAGE, {
    status: 421,
    headers: {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  })
}

const PAGE = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>回头客 · Regulars</title>
<style>body{font:17px/1.6 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1.25rem}code{font-size:.95em}</style>
<h1>这个网址打不开店铺</h1>
<p><code>npm start</code> 只给这台电脑自己用，请在这台电脑上打开 <code>http://localhost</code> 开头的那个网址。
想在手机上用，或者给同事用，请改用 <code>npm run serve</code>：它带 https，手机上才能离线使用、安全登录。</p>
<div lang="en"><h1>The shop is not at this address</h1>
<p><code>npm start</code> serves this computer only: open the address beginning with <code>http://localhost</code> on it.
For phones and colleagues run <code>npm run serve</code> instead: it speaks https, which phones need for offline use and
a safe sign-in.</p></div></html>`
