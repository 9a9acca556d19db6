import '../intake-texts.ts'
import '../disputes.css'
import { useEffect, useId, useState } from 'preact/hooks'
import { CAUSE_FAMILIES } from '../../../../worker/domain/causes.ts'
import {
  type DraftSet,
  type KeyedDraft,
  keyedBuyerFault,
  keyedCauses,
  keyedFirstReply,
  keyedFollowUp,
  type Locale,
} from '../../../../worker/domain/drafts/draft.ts'
import { ownTexts, readable } from '../../../../worker/domain/drafts/own.ts'
import { Chip } from '../../../components/Chip.tsx'
import { Spinner } from '../../../components/Progress.tsx'
import { Screen, Section } from '../../../components/Screen.tsx'
import { Segmented } from '../../../components/Segmented.tsx'
import { WhyNot } from '../../../components/WhyNot.tsx'
import { t } from '../../../i18n/index.ts'
import { useReady, useTable } from '../../../store/hooks.ts'
import { useShop } from '../../../store/shop.ts'
import { useRole } from '../../customers/use-role.ts'
import { draftSet } from '../use-drafts.ts'
import { placeholderNames } from './names.ts'
import { WordingSheet } from './WordingSheet.tsx'

interface Group {
  name: string
  drafts: readonly (KeyedDraft & { about?: string })[]
}

const LOCALES: readonly Locale[] = ['zh-CN', 'en']

/** All reply drafts of a language by what they are for. */
function groupsOf(set: DraftSet): Group[] {
  return [
    { name: t('intake.wording.group.firstReply'), drafts: keyedFirstReply(set) },
    ...CAUSE_FAMILIES.map((family) => ({
      name: t(`disputes.family.${family}`),
      drafts: keyedCauses(set, family).map((draft) => ({
        ...draft,
        about: draft.cause ? t(`disputes.cause.${draft.cause}`) : t('intake.wording.general'),
      })),
    })),
    { name: t('intake.wording.group.buyerFault'), drafts: keyedBuyerFault(set) },
    { name: t('intake.wording.group.followUp'), drafts: keyedFollowUp(set) },
  ]
}

/** 我的说法: every draft as the shop says it, to be changed or put back. */
export function Wording() {
  const shop = useShop()
  const ready = useReady('templates')
  const templates = useTable('templates')
  const mayAct = useRole('agent')
  const why = useId()
  const [chosen, setChosen] = useState<Locale | null>(null)
  const [set, setSet] = useState<DraftSet | null>(null)
  const [editing, setEditing] = useState<KeyedDraft | null>(null)
  const locale = chosen ?? shop.locale
  useEffect(() => {
    let left = false
    // Without its chunk the spinner stays; it is there again with the network.
    draftSet(locale).then(
      (loaded) => !left && setSet(loaded),
      () => {},
    )
    return () => {
      left = true
    }
  }, [locale])
  const own = ownTexts(templates, locale)
  const names = placeholderNames()
  return (
    <Screen title={t('intake.wording.title')} back="/disputes" keep="wording">
      {!set || set.locale !== locale || !ready ? (
        <Spinner label={t('common.list.loading')} />
      ) : (
        <div class="stack">
          {mayAct ? (
            <p class="quiet">{t('intake.wording.intro')}</p>
          ) : (
            <WhyNot id={why}>{t('intake.wording.readOnly')}</WhyNot>
          )}
          <Segmented
            label={t('intake.wording.language')}
            value={locale}
            options={LOCALES.map((value) => ({ value, label: t(`intake.wording.locale.${value}`) }))}
            onChange={setChosen}
          />
          {groupsOf(set).map(({ name, drafts }) => (
            <Section key={name} title={name}>
              <ul class="wording-list" aria-label={name}>
                {drafts.map((draft) => (
                  <li key={draft.key}>
                    <button
                      type="button"
                      class="draft"
                      disabled={!mayAct}
                      aria-describedby={mayAct ? undefined : why}
                      onClick={() => setEditing({ key: draft.key, text: draft.text })}
                    >
                      <span class="line wording-about">
                        {draft.about}
                        {own.has(draft.key) && <Chip tone="accent">{t('intake.wording.own')}</Chip>}
                      </span>
                      <span>{readable(own.get(draft.key) ?? draft.text, names)}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </Section>
          ))}
        </div>
      )}
      {editing && (
        <WordingSheet
          key={`${locale} ${editing.key}`}
          standard={editing}
          locale={locale}
          own={own.get(editing.key) ?? null}
          onClose={() => setEditing(null)}
        />
      )}
    </Screen>
  )
}
