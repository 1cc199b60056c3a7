import { useMemo, useState } from 'react'
import { ListChecks, PackageCheck } from 'lucide-react'
import { isTags, tagKey, tagsOf } from '../../../../main/domain/caption/pieces.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { lasting, recall, remember } from '../../model/window/view-store.ts'
import { Variety } from '../vision/Variety.tsx'
import { BulkEdit } from './BulkEdit.tsx'
import { CaptionBar } from './CaptionBar.tsx'
import { CaptionFindings } from './CaptionFindings.tsx'
import { CaptionList } from './CaptionList.tsx'
import type { Scope, ThumbSide } from './change.ts'
import { TagTable } from './TagTable.tsx'
import { ToCrop } from './ToCrop.tsx'
import { useCaptions } from './use-captions.ts'
import { useTags } from './use-tags.ts'
import { WriteCaptions } from './WriteCaptions.tsx'

const text = strings.prepare.captions
const NONE: ReadonlySet<string> = new Set()

type Side = keyof typeof text.sides

const SIZE = 'evencast.caption-size'
const rememberedSize = (): ThumbSide => (recall(lasting, SIZE) === '512' ? 512 : 256)

interface CaptionPaneProps {
  readonly actorId: string
  readonly onExport: () => void
}

/** All captions beside their images, the problems found in them, and changes to all or the selected ones. */
export function CaptionPane({ actorId, onExport }: CaptionPaneProps) {
  const { view, revision, change, reread } = useCaptions(actorId)
  const [side, setSide] = useState<Side>('write')
  const [shown, setShown] = useState<ReadonlySet<string> | null>(null)
  const [selected, setSelected] = useState(NONE)
  const [query, setQuery] = useState('')
  const [tag, setTag] = useState<string | null>(null)
  const [size, setSize] = useState(rememberedSize)
  const vocabulary = useTags(revision)
  const captions = useMemo(() => {
    const sought = query.trim().toLowerCase()
    return (view?.captions ?? []).filter(
      ({ filename, text: caption }) =>
        (shown === null || shown.has(filename)) &&
        (sought === '' || caption.toLowerCase().includes(sought)) &&
        (tag === null || (isTags(caption) && tagsOf(caption).some((each) => tagKey(each) === tagKey(tag)))),
    )
  }, [view, shown, query, tag])
  if (view === null) return <p className="soft">{strings.prepare.loading}</p>
  if (view.captions.length === 0) return <p className="soft">{text.none}</p>
  const names = new Set(captions.map(({ filename }) => filename))
  const isFiltered = captions.length < view.captions.length
  const scope: Scope = selected.size > 0 ? 'selected' : isFiltered ? 'shown' : 'all'
  const chosen = scope === 'selected' ? selected : scope === 'shown' ? names : null
  const always = view.findings.flatMap(({ rule, fix }) =>
    rule === 'identity-leak' && fix?.kind === 'replace' ? [fix.find] : [],
  )
  return (
    <div className="captions">
      <div className="captions-side">
        <p className="captions-summary num" role="status">
          {text.summary(view)}
        </p>
        <div className="captions-next">
          <ToCrop key={actorId} actorId={actorId} />
          {view.findings.length > 0 && side !== 'check' && (
            <Button size="s" icon={<ListChecks size={14} />} onClick={() => setSide('check')}>
              {text.toCheck(view.findings.length)}
            </Button>
          )}
          <Button size="s" icon={<PackageCheck size={14} />} onClick={onExport}>
            {text.toExport}
          </Button>
        </div>
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
        {side === 'edit' && <BulkEdit chosen={chosen} scope={scope} total={view.captions.length} change={change} />}
        {side === 'tags' && (
          <TagTable
            captions={view.captions}
            tag={tag}
            onTag={setTag}
            change={change}
            chosen={selected.size > 0 ? selected : null}
          />
        )}
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
          hidden={[...selected].filter((name) => !names.has(name)).length}
          size={size}
          onSize={(next) => {
            remember(lasting, SIZE, String(next))
            setSize(next)
          }}
          onSelectAll={() => setSelected(new Set(captions.map(({ filename }) => filename)))}
          onClear={() => setSelected(NONE)}
          shown={shown !== null || tag !== null}
          onShowAll={() => {
            setShown(null)
            setTag(null)
          }}
        />
        <CaptionList
          captions={captions}
          selected={selected}
          onSelect={setSelected}
          change={change}
          vocabulary={vocabulary}
          size={size}
        />
      </div>
    </div>
  )
}
