import { expect, test } from 'vitest'
import { COMMON } from '../../worker/domain/common-passwords.ts'
import { weaknessOf } from '../../worker/domain/password.ts'
import { DEMO_LOGIN } from '../../worker/host/seed.ts'
import { PASSWORD } from '../support/worker.ts'

const own = ['xiaolin88@example.test', '林小鹿', '山间茶铺']
const weakness = (password: string) => weaknessOf(password, own, COMMON)

test.each([
  ['nine characters', 'k7$Tq!2zv', 'short'],
  ['ten characters', 'k7$Tq!2zv#', null],
  // Ten code units, five characters.
  ['five characters beyond the first plane', '🍵🍵🍶🍷🍸', 'short'],
  ['wide characters count as the narrow ones they are', 'ｐａｓｓｗｏｒｄ１２', 'common'],
  ['a common one', 'qwertyuiop', 'common'],
  ['whatever its case', 'QwertyUIOP', 'common'],
  ['with digits and signs around it', '2024Password!!', 'common'],
  ['common in China', 'woaini1314520', 'common'],
  ['the same in Chinese', '我爱你5201314', 'common'],
  ['digits alone', '13812345678', 'common'],
  ['digits with a letter', 'a123456789', 'common'],
  ['one sign again and again', '!!!!!!!!!!!!', 'common'],
  ['a piece again and again', 'tea4tea4tea4', 'common'],
  ['their e-mail', 'Xiaolin88@example.test', 'yours'],
  ['what stands before the @', 'xiaolin88xiaolin88', 'common'],
  ['their name in the address and more digits', 'xiaolin2026!', 'yours'],
  ['the shop and digits', '山间茶铺20260504', 'yours'],
  ['their name and digits', '林小鹿19900101', 'yours'],
  ['four words', 'teapot river stamp owl', null],
  ['a sentence', '每天早上先泡一壶白茶', null],
  ['the demo shop’s', DEMO_LOGIN.password, null],
  ['the tests’', PASSWORD, null],
])('%s', (_name, password, reason) => {
  expect(weakness(password)).toBe(reason)
})

test('the phone, which knows no list, refuses what it can tell itself', () => {
  expect(weaknessOf('k7$Tq!2zv', own)).toBe('short')
  expect(weaknessOf('xiaolin2026!', own)).toBe('yours')
  expect(weaknessOf('password2024', own)).toBeNull()
})

test('nothing known of somebody is no reason', () => {
  expect(weaknessOf('k7$Tq!2zv#', ['', '2026@example.test'], COMMON)).toBeNull()
})
