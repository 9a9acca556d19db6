import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { hashPassword, verifyPassword } from '../../worker/secrets.ts'

describe('a password', () => {
  test('is known again, another is not, and an address nobody has knows none', async () => {
    const stored = await hashPassword('correct horse 电池')
    expect(await verifyPassword('correct horse 电池', stored)).toBe(true)
    expect(await verifyPassword('correct horse', stored)).toBe(false)
    expect(await verifyPassword('a password nobody has', null)).toBe(false)
  })

  test('is hashed while others are served', async () => {
    let done = false
    const hashing = hashPassword('correct horse 电池').then(() => {
      done = true
    })
    await nextTurn()
    expect(done).toBe(false)
    await hashing
  })
})
