import { TrendingUp } from 'lucide'
import { explain } from '../../../worker/domain/explain.ts'
import type { Why } from '../../../worker/domain/why.ts'
import { Icon } from '../../components/Icon.tsx'
import { locale, t } from '../../i18n/index.ts'

interface Props {
  whys: readonly Why[]
  currency: string
  zone: string
}

/** What would move them up, or keeps them where they are, a line each. */
export function WayUp({ whys, currency, zone }: Props) {
  if (whys.length === 0) return null
  return (
    <div class="small way-up">
      <Icon of={TrendingUp} size={16} label={t('customers.wayUp')} />
      <div>
        {whys.map((why) => (
          <p key={why.code}>{explain(why, locale(), { currency }, zone)}</p>
        ))}
      </div>
    </div>
  )
}
