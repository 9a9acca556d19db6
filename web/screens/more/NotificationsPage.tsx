import { BellOff, BellRing } from 'lucide'
import { useEffect } from 'preact/hooks'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Screen } from '../../components/Screen.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { pagePush } from '../../push/page.ts'

/** An iPhone or iPad; newer iPads call themselves a Mac, but with a touch screen. */
const onApple = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.platform) && navigator.maxTouchPoints > 1)
const onAndroid = (): boolean => /Android/.test(navigator.userAgent)
const installed = (): boolean => matchMedia('(display-mode: standalone)').matches

/** Whether this phone rings: how it stands, on and off, a test, and why the inbox is what counts. */
export function NotificationsPage() {
  const push = pagePush()
  const { busy, error, request } = useRequest()
  useEffect(() => void push.check(), [])
  const state = push.state.value
  const problem = push.problem.value
  async function turn(on: boolean) {
    await (on ? push.turnOn() : push.turnOff())
    if (push.problem.peek() === null && push.state.peek() === (on ? 'on' : 'off'))
      toast({ text: t(on ? 'more.push.onSaid' : 'more.push.offSaid') })
  }
  async function test() {
    if (await request(() => push.test())) toast({ text: t('more.push.testSent') })
  }
  const ios = onApple() && !installed()
  return (
    <Screen
      title={t('more.page.notifications')}
      back="/more"
      action={
        state === 'off' && (
          <Button kind="primary" wide icon={BellRing} busy={push.busy.value} onClick={() => void turn(true)}>
            {t('more.push.turnOn')}
          </Button>
        )
      }
    >
      <div class="stack">
        <div class="state">
          <span class={state === 'on' ? 'state-mark on' : 'state-mark'}>
            <Icon of={state === 'on' ? BellRing : BellOff} size={28} />
          </span>
          <div>
            <h2 class="state-title">{t(`more.push.state.${state}.title`)}</h2>
            <p class="quiet">{t(`more.push.state.${state}.text`)}</p>
          </div>
        </div>
        {problem && (
          <ErrorNote title={t(`more.push.problem.${problem}.what`)} todo={t(`more.push.problem.${problem}.todo`)} />
        )}
        {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
        {state === 'on' && (
          <div class="line">
            <Button busy={busy} onClick={() => void test()}>
              {t('more.push.test')}
            </Button>
            <Button kind="quiet" busy={push.busy.value} onClick={() => void turn(false)}>
              {t('more.push.turnOff')}
            </Button>
          </div>
        )}
        {ios && <Card title={t('more.push.ios.title')}>{<p class="quiet">{t('more.push.ios.text')}</p>}</Card>}
        {onAndroid() && (
          <Card title={t('more.push.china.title')}>
            <p class="quiet">{t('more.push.china.text')}</p>
          </Card>
        )}
        <Card title={t('more.push.record.title')} href="/more/inbox">
          <p class="quiet">{t('more.push.record.text')}</p>
          <p class="go">{t('more.push.toInbox')}</p>
        </Card>
      </div>
    </Screen>
  )
}
