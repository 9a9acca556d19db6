import { FileUp } from 'lucide'
import { useRef } from 'preact/hooks'
import { Button } from '../../components/Button.tsx'
import { TABLE_FILES } from '../../import/table-files.ts'

/** The button of a screen that takes in one table. */
export function PickTable({ label, onPick }: { label: string; onPick: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button kind="primary" wide icon={FileUp} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={TABLE_FILES}
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          if (file) onPick(file)
          // The same file can be chosen again once it was put right.
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}
