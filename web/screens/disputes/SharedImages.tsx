import { useEffect, useState } from 'preact/hooks'
import { t } from '../../i18n/index.ts'

/** The pictures that came along, small. */
export function SharedImages({ files }: { files: readonly File[] }) {
  const [urls, setUrls] = useState<readonly string[]>([])
  useEffect(() => {
    const made = files.map((file) => URL.createObjectURL(file))
    setUrls(made)
    return () => {
      for (const url of made) URL.revokeObjectURL(url)
    }
  }, [files])
  if (files.length === 0) return null
  return (
    <div class="stack-s">
      <ul class="shared-images">
        {urls.map((url, i) => (
          <li key={url}>
            <img src={url} alt={t('intake.shared.image', { n: i + 1 })} />
          </li>
        ))}
      </ul>
      <p class="small quiet">{t('intake.shared.images', { n: files.length })}</p>
    </div>
  )
}
