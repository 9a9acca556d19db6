import { expect, it } from 'vitest'
import { problemsCsv } from '../../../web/import/problems-csv.ts'
import { problem } from '../../../worker/domain/import/problem.ts'

const HEAD = { file: '文件', row: '行号', reason: '原因' }

it('lists file, row and reason, quoted where needed, and lets no cell become a formula', () => {
  const csv = problemsCsv(
    [problem('=cmd.csv', 12, 'invalid_money', '1,2"3'), problem('b.csv', 0, 'empty_file')],
    HEAD,
    'zh',
  )
  expect(csv).toBe('文件,行号,原因\r\n\'=cmd.csv,12,"金额“1,2""3”不对"\r\nb.csv,,文件是空的\r\n')
})
