// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AccountScreen } from '../../../web/screens/account/AccountScreen.tsx'
import { OtherUser } from '../../../web/screens/account/OtherUser.tsx'
import { currencyFor, currencyOptions, zoneOptions } from '../../../web/screens/account/places.ts'
import { gate } from '../../../web/session.ts'
import { customer } from '../sync/rules.ts'
import { type OpenedShop, openShop } from './opened-shop.ts'

let opened: OpenedShop
const fetched: { path: string; body: unknown }[] = []
let answer: () => Response
let signUpMode: 'open' | 'closed' | 'first'

const problem = (status: number, code: string, extra: object = {}) =>
  Response.json({ code, ...extra }, { status, headers: { 'content-type': 'application/problem+json' } })

beforeEach(() => {
  fetched.length = 0
  signUpMode = 'open'
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path === '/api/session/door') return Response.json({ signUp: signUpMode })
    fetched.push({ path, body: JSON.parse(String(init.body)) })
    return answer()
  })
})
afterEach(() => {
  cleanup()
  opened.close()
  vi.unstubAllGlobals()
})

/** A phone that holds somebody's shop and one change not sent. */
async function withUnsent() {
  opened = await openShop({
    customers: [customer('c1')],
    members: [{ id: 'user', name: '阿青', role: 'owner' }],
  })
  await opened.store.mutate('shop.rename', { name: '新店名', was: '小满茶铺' })
}

const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } })
const submit = () => fireEvent.submit(document.querySelector('form') as HTMLFormElement)

test('an empty form asks for nothing of the server and marks what is missing', async () => {
  opened = await openShop({})
  render(<AccountScreen />)
  fireEvent.click(await screen.findByRole('radio', { name: '开一家店' }))
  submit()
  await waitFor(() => expect(document.querySelectorAll('[aria-invalid="true"]').length).toBe(4))
  expect(fetched).toEqual([])
})

test('opening a shop sends what the phone knows along with what was typed', async () => {
  opened = await openShop({})
  answer = () => problem(409, 'email_taken')
  render(<AccountScreen />)
  fireEvent.click(await screen.findByRole('radio', { name: '开一家店' }))
  type('店铺名称', ' 山间茶铺 ')
  type('怎么称呼你', '阿青')
  type('邮箱', 'qing@example.test')
  type('密码', 'correct horse')
  submit()
  await screen.findByText('这个邮箱已经注册过')
  expect(fetched).toEqual([
    {
      path: '/api/session/sign-up',
      body: {
        shop: '山间茶铺',
        name: '阿青',
        email: 'qing@example.test',
        password: 'correct horse',
        currency: currencyFor(navigator.language),
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        locale: 'zh-CN',
      },
    },
  ])
  // The e-mail goes along to the other form.
  fireEvent.click(screen.getByText('用这个邮箱登录'))
  expect((screen.getByLabelText('邮箱') as HTMLInputElement).value).toBe('qing@example.test')
})

test.each([
  ['closed', /给你一个邀请链接，打开就能进来/],
  ['first', /打开服务器启动时打印的那个链接/],
] as const)('where sign-up is %s there is signing in only, and a word how one gets in', async (mode, words) => {
  opened = await openShop({})
  signUpMode = mode
  render(<AccountScreen />)
  await screen.findByText(words)
  expect(screen.queryByRole('radio')).toBeNull()
  expect(screen.getByRole('button', { name: '登录' })).toBeTruthy()
})

test('a password that is too easy is told at its field, and what was typed stays', async () => {
  opened = await openShop({})
  render(<AccountScreen />)
  fireEvent.click(await screen.findByRole('radio', { name: '开一家店' }))
  type('店铺名称', '山间茶铺')
  type('怎么称呼你', '阿青')
  type('邮箱', 'qing@example.test')
  type('密码', '山间茶铺20260504')
  submit()
  await screen.findByText('别用邮箱、名字或店名当密码')
  expect(fetched).toEqual([])
  type('密码', 'password2026')
  answer = () => problem(400, 'weak_password', { reason: 'common' })
  submit()
  await screen.findByText('这个密码太多人用，一猜就中，换一个')
  expect((screen.getByLabelText('密码') as HTMLInputElement).value).toBe('password2026')
  expect(fetched.length).toBe(1)
})

test('what went wrong is said in words that fit signing in', async () => {
  opened = await openShop({})
  render(<AccountScreen />)
  type('邮箱', 'qing@example.test')
  type('密码', 'wrong')
  answer = () => problem(401, 'wrong_password')
  submit()
  await screen.findByText('邮箱或密码不对')
  answer = () => problem(429, 'rate_limited')
  submit()
  await screen.findByText('操作太频繁')
  answer = () => problem(429, 'rate_limited', { retryAfter: 12 })
  submit()
  await screen.findByText(/^过 12 秒再试/)
  answer = () => problem(429, 'rate_limited', { retryAfter: 900 })
  submit()
  await screen.findByText(/^过 15 分钟再试/)
  answer = () => {
    throw new TypeError('Failed to fetch')
  }
  submit()
  await screen.findByText(/你填的内容都还在/)
  expect(screen.queryByText(/有网络后自动同步/)).toBeNull()
})

test('a double tap signs in once', async () => {
  opened = await openShop({})
  let release = (_: Response) => {}
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (path === '/api/session/door') return Promise.resolve(Response.json({ signUp: 'open' }))
    fetched.push({ path, body: JSON.parse(String(init.body)) })
    return new Promise<Response>((resolve) => {
      release = resolve
    })
  })
  render(<AccountScreen />)
  type('邮箱', 'qing@example.test')
  type('密码', 'wrong')
  submit()
  submit()
  release(problem(401, 'wrong_password'))
  await screen.findByText('邮箱或密码不对')
  expect(fetched.length).toBe(1)
})

test('a password can be looked at', async () => {
  opened = await openShop({})
  render(<AccountScreen />)
  expect(screen.getByLabelText('密码').getAttribute('type')).toBe('password')
  fireEvent.click(screen.getByLabelText('显示密码'))
  expect(screen.getByLabelText('密码').getAttribute('type')).toBe('text')
})

test('a phone whose session ended says that its unsent changes are kept', async () => {
  await withUnsent()
  render(<AccountScreen />)
  expect(screen.getByText(/上次登录的是阿青/)).toBeTruthy()
  expect(screen.getByText(/还有 1 处改动没有同步/)).toBeTruthy()
})

test('somebody else signing in wipes nothing, and is asked first', async () => {
  await withUnsent()
  answer = () => Response.json({ shopId: 'other', userId: 'other' })
  render(<AccountScreen />)
  type('邮箱', 'li@example.test')
  type('密码', 'correct horse')
  submit()
  await waitFor(() => expect(gate.value).toBe('other-user'))
  expect(opened.store.view.outbox.value.length).toBe(1)
  cleanup()
  render(<OtherUser />)
  expect(screen.getByText(/其中 1 处改动还没有同步/)).toBeTruthy()
  fireEvent.click(screen.getByText('清掉，1 处改动也不要了'))
  expect(screen.getByText(/清掉以后找不回来/)).toBeTruthy()
  expect(opened.store.view.outbox.value.length).toBe(1)
  fireEvent.click(screen.getByText('用阿青的账号登录'))
  expect(gate.value).toBe('out')
})

test('currencies follow the region of the phone’s language', () => {
  expect(['zh-CN', 'zh', 'zh-Hant-TW', 'en-GB', 'en', 'de-DE'].map(currencyFor)).toEqual([
    'CNY',
    'CNY',
    'TWD',
    'GBP',
    'USD',
    'EUR',
  ])
})

test('what is chosen can be found in the lists, once', () => {
  const times = (options: { value: string }[], value: string) =>
    options.filter((option) => option.value === value).length
  expect(times(currencyOptions('XPF'), 'XPF')).toBe(1)
  expect(times(currencyOptions('CNY'), 'CNY')).toBe(1)
  expect(times(zoneOptions('Asia/Kathmandu', 0), 'Asia/Kathmandu')).toBe(1)
  expect(zoneOptions('Asia/Shanghai', 0).find(({ value }) => value === 'Asia/Shanghai')?.label).toBe(
    'Asia/Shanghai +08:00',
  )
})
