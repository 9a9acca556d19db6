/** Notifications of this page, with the real browser. */
import { api } from '../api.ts'
import { createPush, type Push, type PushBrowser } from './subscribe.ts'

const WANTED = 'push'

function pageBrowser(): PushBrowser {
  return {
    supported: 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window,
    permission: () => Notification.permission,
    requestPermission: () => Notification.requestPermission(),
    registration: () => navigator.serviceWorker.ready,
    wanted: {
      get: () => localStorage.getItem(WANTED) === '1',
      set: (wanted) => (wanted ? localStorage.setItem(WANTED, '1') : localStorage.removeItem(WANTED)),
    },
  }
}

async function within<R>(ms: number, work: Promise<R>): Promise<R> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('too slow', 'TimeoutError')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** @param locale the language the app is in */
export const createPagePush = (locale: () => 'zh-CN' | 'en'): Push =>
  createPush({ browser: pageBrowser(), api, locale, within })
