import { Copy } from 'lucide'
import { tellFailure } from '../../actions/attempt.ts'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Empty } from '../../components/Empty.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Screen, Section } from '../../components/Screen.tsx'
import { toast } from '../../components/Toast.tsx'
import { refusalText } from '../../i18n/errors.ts'
import { dateTime, recently } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import type { OutboxEntry, Rejection, Restored } from '../../store/database.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { useDescribe } from '../segments/use-describe.ts'
import { changeTitle, subjectOf, typedIn } from './changes.ts'
import { conflictSides } from './conflict.ts'

/** Changes the server refused, until the person has seen each; and those that have not been sent yet. */
export function AttentionPage() {
  const { view, unsent } = currentStore()
  const refused = [...view.rejections.value].sort((a, b) => b.at - a.at)
  const waiting = view.outbox.value.filter(({ acked }) => acked === 0)
  const photos = unsent.value - waiting.length
  const restored = view.state.value.restored ?? null
  return (
    <Screen title={t('more.page.attention')} back="/more" strip={null}>
      {restored && <RestoredCard restored={restored} />}
      {refused.length + waiting.length + photos === 0 && !restored && (
        <Empty art="done" title={t('more.attention.done')}>
          {t('more.attention.doneText')}
        </Empty>
      )}
      {refused.length > 0 && (
        <Section title={t('more.attention.refused')} aside={refused.length}>
          {refused.map((rejection) => (
            <Refused key={rejection.id} rejection={rejection} />
          ))}
        </Section>
      )}
      {waiting.length + photos > 0 && (
        <Section title={t('more.attention.waiting')} aside={t('more.attention.waitingText')}>
          <List label={t('more.attention.waiting')}>
            {waiting.map((entry) => (
              <Waiting key={entry.id} entry={entry} />
            ))}
            {photos > 0 && <Row title={t('more.attention.photos', { n: photos })} />}
          </List>
        </Section>
      )}
    </Screen>
  )
}

/** The server was put back to an older state: what of this phone's work is there, and what to look after. */
function RestoredCard({ restored: { to, kept } }: { restored: Restored }) {
  const store = currentStore()
  const { timezone } = useShop()
  const dismiss = () => void store.restoreRead().catch(tellFailure)
  return (
    <Card
      tone="danger"
      title={t('more.attention.restored', { when: dateTime(to, timezone) })}
      footer={
        <Button kind="primary" onClick={dismiss}>
          {t('more.attention.dismiss')}
        </Button>
      }
    >
      <p>{kept > 0 ? t('more.attention.restoredKept', { n: kept }) : t('more.attention.restoredNone')}</p>
      <p>{t('more.attention.restoredOthers')}</p>
    </Card>
  )
}

function Refused({ rejection }: { rejection: Rejection }) {
  const store = currentStore()
  const { currency, timezone } = useShop()
  const describe = useDescribe()
  const now = useNow()
  const { what, todo } = refusalText(rejection.code)
  const subject = subjectOf(rejection, store.view.rows)
  const typed = typedIn(rejection)
  const member = (id: string) => store.view.get('members', id)?.name
  const product = (id: string) => store.view.get('products', id)?.name
  const sides = conflictSides(rejection.name, rejection.details, { currency, timezone, member, describe, product })
  const dismiss = () => void store.dismissRejection(rejection.id).catch(tellFailure)
  const copy = () =>
    void navigator.clipboard.writeText(typed.join('\n')).then(
      () => toast({ text: t('common.said.copied') }),
      (error: unknown) => tellFailure(error),
    )
  return (
    <Card
      tone="danger"
      title={changeTitle(rejection)}
      aside={<span class="small">{recently(rejection.at, { zone: timezone, now })}</span>}
      footer={
        <>
          {subject && <Button href={subject.href}>{t('more.attention.open')}</Button>}
          <Button kind="primary" onClick={dismiss}>
            {t('more.attention.dismiss')}
          </Button>
        </>
      }
    >
      {subject?.title && <p class="quiet">{subject.title}</p>}
      <div class="why">
        <p>
          <strong>{what}</strong>
        </p>
        <p>{todo}</p>
      </div>
      {sides.map(({ label, yours, theirs }) => (
        <dl key={label} class="sides">
          <dt class="sides-field">{label}</dt>
          <dd>
            <span class="sides-who">{t('more.attention.yours')}</span> {yours}
          </dd>
          <dd>
            <span class="sides-who">{t('more.attention.theirs')}</span> {theirs}
          </dd>
        </dl>
      ))}
      {typed.length > 0 && (
        <div class="typed">
          <p class="small quiet">{t('more.attention.wrote')}</p>
          {typed.map((text) => (
            <p key={text}>{text}</p>
          ))}
          <Button small kind="quiet" icon={Copy} onClick={copy}>
            {t('more.attention.copyWords')}
          </Button>
        </div>
      )}
    </Card>
  )
}

function Waiting({ entry }: { entry: OutboxEntry }) {
  const { view } = currentStore()
  const { timezone } = useShop()
  const now = useNow()
  const subject = subjectOf(entry, view.rows)
  const idle = view.waiting.value.has(entry.id)
  return (
    <Row
      href={subject?.href}
      title={changeTitle(entry)}
      sub={idle ? t('more.attention.noEffectText') : subject?.title}
      chips={idle && <Chip tone="warn">{t('more.attention.noEffect')}</Chip>}
      meta={<span class="small quiet">{recently(entry.at, { zone: timezone, now })}</span>}
    />
  )
}
