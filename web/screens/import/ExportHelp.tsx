import { ChevronDown, Download } from 'lucide'
import { Button } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Section } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { saveCsv } from './save-file.ts'

const TEMPLATE = '交易日期,顾客网名,真实姓名,电子邮箱,联系电话,收货地址,购买商品,成交价格\r\n'

/** How to get the file out of each platform, folded. */
export function ExportHelp() {
  const platforms = [
    [t('import.help.taobao'), (['a', 'b', 'c', 'd'] as const).map((n) => t(`import.help.taobaoSteps.${n}`))],
    [t('import.help.shopify'), (['a', 'b', 'c'] as const).map((n) => t(`import.help.shopifySteps.${n}`))],
    [t('import.help.sheet'), (['a', 'b', 'c'] as const).map((n) => t(`import.help.sheetSteps.${n}`))],
  ] as const
  return (
    <Section title={t('import.help.title')}>
      <div class="import-folds">
        {platforms.map(([name, steps]) => (
          <details key={name} class="import-fold">
            <summary>
              <span class="grow">{name}</span>
              <Icon of={ChevronDown} size={18} />
            </summary>
            <ol>
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </details>
        ))}
      </div>
      <div class="import-other">
        <p class="small quiet">{t('import.help.other')}</p>
        <Button small kind="quiet" icon={Download} onClick={() => saveCsv(t('import.help.templateName'), TEMPLATE)}>
          {t('import.help.template')}
        </Button>
      </div>
    </Section>
  )
}
