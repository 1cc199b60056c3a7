import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { count } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { Thumb } from '../../base/ui/Thumb.tsx'
import { toggled } from '../../base/ui/toggled.ts'
import './picture-checklist.css'

/** Rendering more images than this at once would slow down opening the dialog. */
const PAGE = 500

interface PictureItem {
  readonly id: string
  readonly filename: string
  /** URL of its thumbnail; null when there is no image. */
  readonly url: string | null
  /** Facts about it, one per line. */
  readonly facts: readonly string[]
}

interface PictureChecklistProps {
  readonly items: readonly PictureItem[]
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (ids: ReadonlySet<string>) => void
}

/** Images with checkboxes, singly or all at once; long lists are shown in pages. */
export function PictureChecklist({ items, chosen, onChoose }: PictureChecklistProps) {
  const { pictures } = strings
  const [shown, setShown] = useState(PAGE)
  const list = useRef<HTMLUListElement>(null)
  const showMore = () => {
    flushSync(() => setShown(shown + PAGE))
    // The button that had the focus may be gone.
    list.current?.children[shown]?.querySelector('input')?.focus()
  }
  return (
    <div className="picture-checklist">
      <label className="soft">
        <input
          type="checkbox"
          checked={chosen.size === items.length}
          onChange={(event) => onChoose(new Set(event.target.checked ? items.map(({ id }) => id) : []))}
        />
        {pictures.all}
      </label>
      <ul ref={list}>
        {items.slice(0, shown).map(({ id, filename, url, facts }) => (
          <li key={id}>
            <label className="picture-item num">
              <Thumb url={url} />
              <input type="checkbox" checked={chosen.has(id)} onChange={() => onChoose(toggled(chosen, id))} />
              <b className="ellipsis" title={filename}>
                {filename}
              </b>
              {facts.map((fact) => (
                <span key={fact} className="ellipsis soft">
                  {fact}
                </span>
              ))}
            </label>
          </li>
        ))}
      </ul>
      {items.length > shown && (
        <p className="answer-wait">
          {pictures.left(count(items.length - shown))}
          <Button size="s" onClick={showMore}>
            {pictures.more}
          </Button>
        </p>
      )}
    </div>
  )
}
