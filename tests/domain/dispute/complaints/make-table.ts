/** Writes worker/domain/cause-suggestion/table.ts. Run after a change to the sentences or the cues. */
import { writeFileSync } from 'node:fs'
import { encode } from '../../../../worker/domain/cause-suggestion/score.ts'
import { TRAINING } from './labelled.ts'
import { train } from './train.ts'

const WIDTH = 110
const table = encode(train(TRAINING))
const lines: string[] = []
for (let i = 0; i < table.length; i += WIDTH) lines.push(`  '${table.slice(i, i + WIDTH).replaceAll("'", "\\'")}',`)
writeFileSync(
  new URL('../../../../worker/domain/cause-suggestion/table.ts', import.meta.url),
  `/** Weights of the features, made by tests/domain/dispute/complaints/make-table.ts; read by score.ts. */
export const TABLE: string = [
${lines.join('\n')}
].join('')
`,
)
console.info(`${table.length} characters`)
