import { useEffect, useState } from 'react'
import type { CaptionsChanged, CaptionView } from '../../../../main/contract/captions.ts'
import type { CaptionForm } from '../../../../main/domain/caption/template.ts'
import type { ChangeCaptions } from './change.ts'

const ASKED_AFTER_MS = 250

/** The captions that the template would write; null until known. */
export function useTemplate(
  due: readonly CaptionView[] | null,
  { only, form }: { readonly only: 'missing' | 'sparing'; readonly form: CaptionForm },
  change: ChangeCaptions,
): Pick<CaptionsChanged, 'captions' | 'alike'> | null {
  const [known, setKnown] = useState<CaptionsChanged | null>(null)
  const key = due && JSON.stringify([only, form, due.map(({ filename, text }) => [filename, text])])
  useEffect(() => {
    setKnown(null)
    if (!due || due.length === 0) return undefined
    let current = true
    const timer = setTimeout(() => {
      const filenames = new Set(due.map(({ filename }) => filename))
      void change({ kind: 'template', template: '' }, { only, filenames, form, dryRun: true }).then(
        (found) => current && setKnown(found),
      )
    }, ASKED_AFTER_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the key holds all that is asked
  }, [key])
  return due?.length === 0 ? { captions: 0, alike: 0 } : known
}
