import { useEffect, useMemo, useState } from 'react'
import { tagKey } from '../../../../main/domain/caption/pieces.ts'
import type { TagCount } from '../../../../main/domain/caption/tags.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { useLibrary } from '../../model/library/library-store.ts'

const NONE: readonly TagCount[] = []

/** The library's tags with their counts, without blacklisted ones. */
export function useTags(revision: number): readonly TagCount[] {
  const [tags, setTags] = useState(NONE)
  const blacklist = useLibrary((state) => state.settings?.values.tagBlacklist)
  useEffect(() => {
    let current = true
    void outcome(api.captions.tags()).then((answer) => current && answer.ok && setTags(answer.value))
    return () => {
      current = false
    }
  }, [revision])
  return useMemo(() => {
    const unwanted = new Set(blacklist?.map(tagKey))
    return tags.filter(({ tag }) => !unwanted.has(tagKey(tag)))
  }, [tags, blacklist])
}
