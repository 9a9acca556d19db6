/** Import: files → what was recognised → what it will change → progress → what it means. */
import './import-texts.ts'
import './import.css'
import { Empty } from '../../components/Empty.tsx'
import { Progress, Spinner } from '../../components/Progress.tsx'
import { Screen } from '../../components/Screen.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { importFlow } from '../../import/app-flow.ts'
import type { ParseProgress } from '../../import/parse-files.ts'
import { currentStore } from '../../store/current.ts'
import { DoneStep } from './DoneStep.tsx'
import { FoundStep } from './FoundStep.tsx'
import { PickStep } from './PickStep.tsx'
import { RunStep } from './RunStep.tsx'

const BACK = '/more'

export function ImportScreen() {
  const { role, userId, shopId } = currentStore().view.state.value
  if (userId === null) {
    return (
      <Screen title={t('import.title')} back={BACK}>
        <Spinner label={t('common.list.loading')} />
      </Screen>
    )
  }
  if (role === 'viewer') {
    return (
      <Screen title={t('import.title')} back={BACK}>
        <Empty art="import" title={t('import.viewer.title')}>
          {t('import.viewer.text')}
        </Empty>
      </Screen>
    )
  }
  return <Steps owner={`${shopId} ${userId}`} />
}

function Steps({ owner }: { owner: string }) {
  const flow = importFlow(owner)
  const at = flow.state.value
  switch (at.step) {
    case 'pick':
      return <PickStep flow={flow} unreadable={at.unreadable} back={BACK} />
    case 'reading':
      return <ReadingStep progress={at.progress} />
    case 'found':
      return <FoundStep flow={flow} found={at} back={BACK} />
    case 'running':
      return at.run.state.value.phase === 'done' ? (
        <DoneStep flow={flow} running={at} back={BACK} />
      ) : (
        <RunStep running={at} back={BACK} />
      )
  }
}

function ReadingStep({ progress }: { progress: ParseProgress | null }) {
  const read = progress !== null && progress.bytes >= progress.totalBytes
  return (
    <Screen title={t('import.reading.title')} back={BACK} bare>
      <div class="import-page">
        <Progress
          label={read ? t('import.reading.compare') : (progress?.file ?? t('import.reading.label'))}
          value={progress?.bytes ?? 0}
          max={read ? 0 : (progress?.totalBytes ?? 0)}
          text={progress ? t('import.reading.rows', { n: count(progress.rows) }) : undefined}
        />
      </div>
    </Screen>
  )
}
