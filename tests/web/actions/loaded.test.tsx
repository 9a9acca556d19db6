// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { useLoaded } from '../../../web/actions/loaded.ts'
import { ApiError } from '../../../web/api.ts'

afterEach(cleanup)

/** A server whose answers are given one by one, in the order it was asked. */
function asked() {
  const waiting: PromiseWithResolvers<string>[] = []
  const { result } = renderHook(() =>
    useLoaded(() => {
      const answer = Promise.withResolvers<string>()
      waiting.push(answer)
      return answer.promise
    }),
  )
  const load = () => act(() => result.current.load())
  const answer = (i: number, value: string | ApiError) =>
    act(async () => {
      if (value instanceof ApiError) waiting[i]?.reject(value)
      else waiting[i]?.resolve(value)
    })
  return { result, waiting, load, answer }
}

test('asked while an answer is awaited, it asks once more after it', async () => {
  const { result, waiting, load, answer } = asked()
  await load()
  await load()
  await load()
  expect(waiting).toHaveLength(1)
  await answer(0, 'of before')
  await waitFor(() => expect(waiting).toHaveLength(2))
  await answer(1, 'of after')
  await waitFor(() => expect(result.current.value).toBe('of after'))
  expect(waiting).toHaveLength(2)
})

test('also when the answer before it failed; what was last known stays', async () => {
  const { result, waiting, load, answer } = asked()
  await load()
  await answer(0, 'known')
  await waitFor(() => expect(result.current.value).toBe('known'))
  await load()
  await load()
  await answer(1, new ApiError(0, 'network'))
  await waitFor(() => expect(waiting).toHaveLength(3))
  await answer(2, new ApiError(0, 'network'))
  await waitFor(() => expect(result.current.error?.code).toBe('network'))
  expect(result.current.value).toBe('known')
  await load()
  await answer(3, 'again')
  await waitFor(() => expect([result.current.value, result.current.error]).toEqual(['again', null]))
})
