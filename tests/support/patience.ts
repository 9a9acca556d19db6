/** A screen is waited for as long as a busy machine takes: what is asserted is that it comes, not when. */
if ('document' in globalThis) {
  const { configure } = await import('@testing-library/preact')
  configure({ asyncUtilTimeout: 10_000 })
}

export {}
