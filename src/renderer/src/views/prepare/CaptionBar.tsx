import { Search, ZoomIn, ZoomOut } from 'lucide-react'
import { strings } from '../../base/strings/index.ts'
import { Button, IconButton } from '../../base/ui/Button.tsx'
import type { ThumbSide } from './change.ts'
import { History } from './History.tsx'

const text = strings.prepare.captions

interface CaptionBarProps {
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly found: number
  readonly total: number
  readonly selected: number
  /** Number of selected captions that the search hides. */
  readonly hidden: number
  readonly size: ThumbSide
  readonly onSize: (size: ThumbSide) => void
  readonly onSelectAll: () => void
  readonly onClear: () => void
  /** True while only the captions of one finding are shown. */
  readonly shown: boolean
  readonly onShowAll: () => void
}

/** Toolbar above the captions: search, and the size of the selection. */
export function CaptionBar(props: CaptionBarProps) {
  const { query, onQuery, found, total, selected, hidden, size, onSize, onSelectAll, onClear, shown, onShowAll } = props
  return (
    <div className="captions-bar">
      <label className="captions-search">
        <Search size={14} aria-hidden />
        <input
          type="search"
          value={query}
          aria-label={text.search}
          placeholder={text.search}
          onChange={(event) => onQuery(event.target.value)}
        />
      </label>
      <span className="soft num" role="status">
        {selected > 0 ? text.selected(selected, hidden) : found < total ? text.found(found, total) : ''}
      </span>
      {selected === 0 && found === total && <span className="captions-keys faint">{text.keys}</span>}
      {shown && (
        <Button size="s" variant="quiet" onClick={onShowAll}>
          {text.showAll}
        </Button>
      )}
      <Button size="s" variant="quiet" onClick={selected > 0 ? onClear : onSelectAll}>
        {selected > 0 ? text.clearSelection : text.selectAll}
      </Button>
      <IconButton label={text.large} aria-pressed={size === 512} onClick={() => onSize(size === 512 ? 256 : 512)}>
        {size === 512 ? <ZoomOut size={15} /> : <ZoomIn size={15} />}
      </IconButton>
      <History />
    </div>
  )
}
