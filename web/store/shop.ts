/** The shop this phone holds, with every setting filled in. */
import { computed } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import * as v from 'valibot'
import type { ShopRow } from '../../worker/domain/rows.ts'
import { Settings } from '../../worker/domain/settings.ts'
import { currentStore } from './current.ts'

/** Until the shop itself has arrived in a load from nothing: no currency is claimed. */
const NOT_YET: Omit<ShopRow, 'settings'> = {
  id: '',
  name: '',
  currency: 'XXX',
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  locale: 'zh-CN',
  demo: 0,
  createdAt: 0,
  figuresAsOf: null,
}

/** The shop, drawn again when it changes. Missing settings have their defaults. */
export function useShop(): ShopRow {
  const shop = useMemo(
    () =>
      computed(() => {
        const row = currentStore().view.list('shops').value[0]
        return { ...NOT_YET, ...row, settings: v.parse(Settings, row?.settings ?? {}) }
      }),
    [],
  )
  return shop.value
}
