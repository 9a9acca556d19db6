import { useEffect, useState } from 'preact/hooks'
import type { MemberRow } from '../../../worker/domain/rows.ts'
import { useLoaded } from '../../actions/loaded.ts'
import { listKeys, removeMember } from '../../actions/team.ts'
import { Choices } from '../../components/Choices.tsx'
import { toast } from '../../components/Toast.tsx'
import { list } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { FromServer } from './FromServer.tsx'
import { Sure } from './Sure.tsx'

/** Takes a colleague's access away; says first which of the shop's keys would stop with them. */
export function RemoveMember({ member, onClose }: { member: MemberRow; onClose: () => void }) {
  const { id, name } = member
  const [fate, setFate] = useState<'end' | 'take-over'>('end')
  const { value, error, load } = useLoaded(listKeys)
  const keys = value?.filter((key) => key.createdBy === id && key.revokedAt === null)
  useEffect(load, [])
  return (
    <Sure
      title={t('more.team.removeTitle', { name })}
      text={t('more.team.removeText')}
      action={t('common.do.remove')}
      ready={keys !== undefined}
      work={() => removeMember(id, fate)}
      onDone={() => {
        toast({ text: t('more.team.removed', { name }) })
        onClose()
      }}
      onClose={onClose}
    >
      {!keys && <FromServer error={error} onRetry={load} />}
      {keys && keys.length > 0 && (
        <Choices
          label={t('more.team.keysOf', { n: keys.length, names: list(keys.map((key) => key.name)) })}
          stacked
          value={fate}
          options={[
            { value: 'end', label: t('more.team.keysEnd'), hint: t('more.team.keysEndHint', { name }) },
            { value: 'take-over', label: t('more.team.keysTake'), hint: t('more.team.keysTakeHint') },
          ]}
          onChange={setFate}
        />
      )}
    </Sure>
  )
}
