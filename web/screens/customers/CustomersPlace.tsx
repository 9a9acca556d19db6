import './customers.css'
import { Split } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { Customer } from './Customer.tsx'
import { CustomerList } from './CustomerList.tsx'

/** Customers: the list, and one of them. */
export function CustomersPlace({ id }: { id?: string }) {
  return (
    <Split
      list={<CustomerList openId={id ?? null} />}
      detail={id ? <Customer key={id} id={id} /> : null}
      empty={t('customers.list.pick')}
    />
  )
}
