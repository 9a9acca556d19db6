// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor } from '@testing-library/preact'
import { expect, test, vi } from 'vitest'
import { setLocale } from '../../../web/i18n/index.ts'
import { AuditPage } from '../../../web/screens/more/AuditPage.tsx'
import { actionsSaying, actionWords } from '../../../web/screens/more/audit-words.ts'
import { type AuditLine, SERVER_ACTIONS } from '../../../worker/domain/audit.ts'
import { catalogue } from '../../../worker/domain/mutations.ts'
import type { MemberRow } from '../../../worker/domain/rows.ts'
import { openShop } from './opened-shop.ts'
import { clearedStage, draw, NOW } from './stage.tsx'

clearedStage()

const line = (id: string, over: Partial<AuditLine> = {}): AuditLine => ({
  ...{ id, at: NOW, saidAt: null, actor: { kind: 'member', id: 'm', name: '小周' }, action: 'customer.reveal' },
  target: { kind: 'customer', id: 'c1', name: '林间小鹿' },
  ...over,
})

/** Answers `GET /api/audit`; null is no network. Gives what was asked. */
function answering(answers: ({ lines: AuditLine[]; next: string | null } | null)[]): URLSearchParams[] {
  const asked: URLSearchParams[] = []
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(new URL(path, 'https://shop.test').searchParams)
    const answer = answers.shift()
    if (!answer) throw new TypeError('no network')
    return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } })
  })
  return asked
}
const click = (element: HTMLElement) => act(async () => void fireEvent.click(element))
const links = () => screen.queryAllByRole('link').map((link) => link.getAttribute('href'))

const member = (id: string, name: string): MemberRow => ({ id, name, role: 'agent' })

async function show(role: 'owner' | 'agent' = 'owner') {
  await openShop({ members: [member('user', '阿青'), member('m', '小周')] }, role)
  draw(<AuditPage />)
}

test('who did what leads to whom, page after page, and is narrowed by kind and name', async () => {
  const gone = line('2', {
    actor: { kind: 'member', id: 'x', name: null },
    action: 'dispute.note',
    target: { kind: 'dispute', id: 'd1', name: '小满' },
  })
  const byKey = line('3', {
    actor: { kind: 'key', id: 'k', name: 'ERP' },
    action: 'key.revoke',
    target: { kind: 'key', id: 'k', name: 'ERP' },
  })
  const asked = answering([
    { lines: [line('1'), gone], next: '1.2' },
    { lines: [byKey], next: null },
    { lines: [line('1')], next: null },
    { lines: [], next: null },
    { lines: [], next: null },
  ])
  await show()
  await screen.findByText('小周 → 林间小鹿')
  screen.getByText('看了联系方式')
  screen.getByText('已离开的成员 → 小满')
  expect(links()).toEqual(expect.arrayContaining(['/customers/c1', '/disputes/d1']))
  await click(screen.getByRole('button', { name: '再看早一些的' }))
  await screen.findByText('密钥“ERP” → ERP')
  expect(screen.queryByRole('button', { name: '再看早一些的' })).toBeNull()
  await act(async () => void fireEvent.change(screen.getByLabelText('看哪一类'), { target: { value: 'reveals' } }))
  await waitFor(() => expect(screen.queryByText('密钥“ERP” → ERP')).toBeNull())
  await act(async () => void fireEvent.input(screen.getByRole('searchbox'), { target: { value: ' 没有 ' } }))
  await screen.findByText('没找到')
  await act(async () => void fireEvent.change(screen.getByLabelText('谁做的'), { target: { value: 'm' } }))
  await waitFor(() => expect(asked.at(-1)?.get('member')).toBe('m'))
  expect(asked.slice(0, 4).map((query) => [query.get('q'), query.get('action'), query.get('cursor')])).toEqual([
    ['', '', ''],
    ['', '', '1.2'],
    ['', 'customer.reveal,customer.reveal.', ''],
    ['没有', 'customer.reveal,customer.reveal.', ''],
  ])
})

test('what was done at another time by the phone’s clock says so', async () => {
  answering([{ lines: [line('1', { saidAt: NOW - 2 * 3_600_000 }), line('2')], next: null }])
  await show()
  expect((await screen.findAllByText(/^小周 → 林间小鹿/)).map((each) => each.textContent)).toEqual([
    expect.stringMatching(/^小周 → 林间小鹿 · 手机上记的是.*\d\d:\d\d$/),
    '小周 → 林间小鹿',
  ])
})

test('what the lines say is found, and what only looks like it is not', async () => {
  const asked = answering(Array.from({ length: 2 }, () => ({ lines: [line('1')], next: null })))
  await show()
  await act(async () => void fireEvent.input(screen.getByRole('searchbox'), { target: { value: ' 电话 ' } }))
  await waitFor(() => expect(asked).toHaveLength(2))
  expect(asked.map((query) => query.get('said'))).toEqual(['', actionsSaying('电话').join()])
  const looks = ['phone', 'phone.email', 'phone.address', 'phone.email.address'].map((on) => `customer.reveal.${on}`)
  expect(actionsSaying('电话').toSorted()).toEqual(looks.toSorted())
  await setLocale('en')
  expect(actionsSaying('Phone').toSorted()).toEqual(looks.toSorted())
  // Inside a word, as in "Record contact".
  expect(actionsSaying('ontact')).toEqual([])
  expect(actionsSaying('')).toEqual([])
  await setLocale('zh-CN')
})

test('without a network it says so, and goes on when there is one', async () => {
  answering([null, { lines: [], next: null }])
  await show()
  await screen.findByText('这一页要联网才能看')
  await click(screen.getByRole('button', { name: '重试' }))
  await screen.findByText('还没有记录')
})

test('is nobody’s but the owner’s', async () => {
  const asked = answering([])
  await show('agent')
  screen.getByText('只有店主能改，你可以看。')
  expect(asked).toEqual([])
})

test('a look says at what; one of an older release, or a newer one, that it was at contacts', () => {
  expect(
    ['phone', 'email.address', 'phone.email.address'].map((what) => actionWords(`customer.reveal.${what}`)),
  ).toEqual(['看了电话', '看了邮箱和地址', '看了电话、邮箱和地址'])
  for (const action of ['customer.reveal', 'customer.reveal.']) expect(actionWords(action)).toBe('看了联系方式')
})

test('every action has words', () => {
  const known = [...Object.keys(catalogue), ...SERVER_ACTIONS].map(actionWords)
  expect(known.filter((words) => words === actionWords('what.ever') || words.includes('.'))).toEqual([])
})
