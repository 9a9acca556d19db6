/** What is not the API: the app's page, the buyer's page, and their files. */

export interface Assets {
  /** The file of that address; the app's page where there is none. */
  fetch(request: Request): Promise<Response>
}

export async function page(request: Request, assets: Assets): Promise<Response> {
  const { pathname } = new URL(request.url)
  // What a share sheet sends is for the service worker; where there is none yet, the form opens empty.
  if (pathname === '/share') return new Response(null, { status: 303, headers: { location: '/disputes/new' } })
  // Any address under /b/ is the buyer's page, except its own files.
  if (pathname.startsWith('/b/') && !pathname.startsWith('/b/files/')) {
    return assets.fetch(new Request(new URL('/b/', request.url), { method: request.method, headers: request.headers }))
  }
  const asset = await assets.fetch(request)
  // A stale chunk must fail, not answer 200 with the app's page.
  const isPage = asset.headers.get('content-type')?.startsWith('text/html')
  return isPage ? new Response('Not found', { status: 404, headers: NOTHING }) : asset
}

const NOTHING = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' }
