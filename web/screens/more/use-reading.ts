import { currentStore } from '../../store/current.ts'
import { useTable } from '../../store/hooks.ts'
import { useShop } from '../../store/shop.ts'
import type { Reading } from './settings-fields.ts'

/** What values of this shop are read with; drawn again when its members change. */
export function useReading(): Reading {
  const { currency } = useShop()
  useTable('members')
  return { currency, member: (id) => currentStore().view.get('members', id)?.name }
}
