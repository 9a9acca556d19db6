import { useEffect, useRef, useState } from 'preact/hooks'
import { shorten } from '../../../../worker/domain/import/cells.ts'
import { MAX_MINOR } from '../../../../worker/domain/money.ts'
import { Refusal } from '../../../../worker/domain/refusal.ts'
import type { ProductRow } from '../../../../worker/domain/rows.ts'
import { failureText, undoing, useAttempt } from '../../../actions/attempt.ts'
import { setCosts } from '../../../actions/products.ts'
import { Button } from '../../../components/Button.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { MoneyField } from '../../../components/MoneyField.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { toast } from '../../../components/Toast.tsx'
import { money } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { useShop } from '../../../store/shop.ts'

/** As much of a name as a toast has room for. */
const SAID = 24

interface Props {
  product: ProductRow
  /** The next product without a cost; null when there is none. */
  next: ProductRow | null
  onNext: (product: ProductRow) => void
  onClose: () => void
}

/** What one piece costs. Of two people who write it at once, the second is told and decides. */
export function CostSheet({ product, next, onNext, onClose }: Props) {
  const { currency } = useShop()
  const [seen, setSeen] = useState(product)
  const [cost, setCost] = useState(product.cost)
  const [failure, setFailure] = useState<unknown>(null)
  const { attempt } = useAttempt()
  const form = useRef<HTMLFormElement>(null)
  // The sheet has no other field, and who fills in many goes from one to the next.
  useEffect(() => form.current?.querySelector('input')?.select(), [])

  const save = (wanted: number | null, then: () => void) =>
    attempt(async () => {
      try {
        if (wanted !== seen.cost || wanted !== product.cost) await keep(wanted)
        then()
      } catch (error) {
        setFailure(error)
        // What the other one wrote has been seen now: saving once more is a decision.
        setSeen(product)
      }
    })
  const keep = async (wanted: number | null) => {
    const back = await setCosts([{ product: seen, cost: wanted }])
    const name = shorten(product.name, SAID)
    toast({
      text:
        wanted === null
          ? t('products.sheet.cleared', { name })
          : t('products.sheet.set', { name, cost: money(wanted, currency) }),
      undo: undoing(back, t('common.said.undone')),
    })
  }
  const wrong = cost === null || cost > MAX_MINOR

  return (
    <Sheet
      open
      onClose={onClose}
      title={t('products.sheet.title')}
      action={
        <div class="products-acts">
          {next && (
            <Button disabled={wrong} onClick={() => void save(cost, () => onNext(next))}>
              {t('products.sheet.next')}
            </Button>
          )}
          <Button kind="primary" type="submit" form="cost" disabled={wrong}>
            {t('common.do.save')}
          </Button>
        </div>
      }
    >
      <form
        id="cost"
        ref={form}
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!wrong) void save(cost, onClose)
        }}
      >
        <p class="products-name">{product.name}</p>
        <MoneyField
          label={t('products.sheet.label')}
          hint={t('products.sheet.hint')}
          value={cost}
          currency={currency}
          max={MAX_MINOR}
          onChange={(minor) => {
            setCost(minor)
            setFailure(null)
          }}
        />
        {failure !== null && <Failed failure={failure} theirs={product.cost} currency={currency} />}
        {seen.cost !== null && (
          <Button kind="quiet" small onClick={() => void save(null, onClose)}>
            {t('products.sheet.clear')}
          </Button>
        )}
      </form>
    </Sheet>
  )
}

function Failed({ failure, theirs, currency }: { failure: unknown; theirs: number | null; currency: string }) {
  if (failure instanceof Refusal && failure.code === 'conflict') {
    const said = theirs === null ? t('products.unknown') : money(theirs, currency)
    return (
      <ErrorNote
        tone="warn"
        title={t('products.sheet.conflict', { theirs: said })}
        todo={t('products.sheet.conflictTodo')}
      />
    )
  }
  const { what, todo } = failureText(failure)
  return <ErrorNote title={what} todo={todo} />
}
