import { Component, type ComponentChildren } from 'preact'
import { useLocation } from 'preact-iso'
import { t } from '../i18n/index.ts'
import { Button } from './Button.tsx'
import { Empty } from './Empty.tsx'
import { Screen } from './Screen.tsx'

interface Props {
  /** Where the person is: somewhere else is drawn anew. */
  at: string
  children: ComponentChildren
}

/** In place of a screen that cannot be drawn or did not come: says so and what is kept, and leads on. */
export class Guard extends Component<Props, { failedAt: string | null }> {
  override state = { failedAt: null as string | null }

  static override getDerivedStateFromProps({ at }: Props, { failedAt }: { failedAt: string | null }) {
    return failedAt === at ? null : { failedAt: null }
  }

  override componentDidCatch(error: unknown) {
    // Where it happened, but not its message: that may speak of people.
    const { name = 'Error', stack = '' } = error instanceof Error ? error : {}
    console.error(
      name,
      stack
        .split('\n')
        .filter((line) => /:\d+:\d+\)?$/.test(line))
        .join('\n'),
    )
    this.setState({ failedAt: this.props.at })
  }

  render({ children }: Props) {
    return this.state.failedAt !== null ? <Trouble onRetry={() => this.setState({ failedAt: null })} /> : children
  }
}

function Trouble({ onRetry }: { onRetry: () => void }) {
  const { path } = useLocation()
  return (
    <Screen title={t('common.trouble.title')}>
      <div role="alert">
        <Empty
          art="offline"
          title={t('common.trouble.what')}
          action={
            <div class="line">
              {/* A fresh start mends most; without a network the page itself may not come back. */}
              <Button kind="primary" onClick={() => (navigator.onLine ? location.reload() : onRetry())}>
                {t('common.do.retry')}
              </Button>
              {path !== '/today' && <Button href="/today">{t('common.trouble.today')}</Button>}
            </div>
          }
        >
          {t('common.trouble.kept')}
        </Empty>
      </div>
    </Screen>
  )
}
