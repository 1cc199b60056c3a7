import { useMemo, useState } from 'react'
import { strings } from '../../base/strings/index.ts'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { Variety } from '../vision/Variety.tsx'
import { BulkEdit } from './BulkEdit.tsx'
import { CaptionBar } from './CaptionBar.tsx'
import { CaptionFindings } from './CaptionFindings.tsx'
import { CaptionList } from './CaptionList.tsx'
import { TagTable } from './TagTable.tsx'
import { ToCrop } from './ToCrop.tsx'
import { useCaptions } from './use-captions.ts'
import { useTags } from './use-tags.ts'
import { WriteCaptions } from './WriteCaptions.tsx'

const text = strings.prepare.captions
const NONE: ReadonlySet<string> = new Set()

type Side = keyof typeof text.sides

/** Every caption beside its image, what is wrong with them, and what can be done to all of them or to those that are selected. */
export function CaptionPane({ actorId }: { readonly actorId: string }) {
  const { view, revision, change, reread } = useCaptions(actorId)
  const [side, setSide] = useState<Side>('write')
  const [shown, setShown] = useState<ReadonlySet<string> | null>(null)
  const [selected, setSelected] = useState(NONE)
  const [query, setQuery] = useState('')
  const vocabulary = useTags(revision)
  const captions = useMemo(() => {
    const sought = query.trim().toLowerCase()
    return (view?.captions ?? []).filter(
      ({ filename, text: caption }) =>
        (shown === null || shown.has(filename)) && (sought === '' || caption.toLowerCase().includes(sought)),
    )
  }, [view, shown, query])
  if (view === null) return <p className="soft">{strings.prepare.loading}</p>
  if (view.captions.length === 0) return <p className="soft">{text.none}</p>
  const chosen = selected.size > 0 ? selected : null
  const always = view.findings.flatMap(({ rule, fix }) =>
    rule === 'identity-leak' && fix?.kind === 'replace' ? [fix.find] : [],
  )
  return (
    <div className="captions">
      <div className="captions-side">
        <p className="captions-summary num" role="status">
          {text.summary(view)}
        </p>
        <ToCrop key={actorId} actorId={actorId} />
        <Variety actorId={actorId} also={always} />
        <Segmented label={text.side} value={side} options={text.sides} onChange={setSide} />
        {side === 'write' && (
          <WriteCaptions
            actorId={actorId}
            captions={view.captions}
            chosen={chosen}
            revision={revision}
            change={change}
            onWritten={reread}
          />
        )}
        {side === 'edit' && <BulkEdit chosen={chosen} change={change} />}
        {side === 'tags' && <TagTable captions={view.captions} onQuery={setQuery} change={change} chosen={chosen} />}
        {side === 'check' && (
          <CaptionFindings findings={view.findings} shown={shown} onShow={setShown} change={change} />
        )}
      </div>
      <div className="captions-main">
        <CaptionBar
          query={query}
          onQuery={setQuery}
          found={captions.length}
          total={view.captions.length}
          selected={selected.size}
          onSelectAll={() => setSelected(new Set(captions.map(({ filename }) => filename)))}
          onClear={() => setSelected(NONE)}
          shown={shown !== null}
          onShowAll={() => setShown(null)}
        />
        <CaptionList
          captions={captions}
          selected={selected}
          onSelect={setSelected}
          change={change}
          vocabulary={vocabulary}
        />
      </div>
    </div>
  )
}
