import { Ban, Undo2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { CaptionView } from '../../../../main/contract/captions.ts'
import { tagKey } from '../../../../main/domain/caption/pieces.ts'
import { tagCounts, tagsBeside } from '../../../../main/domain/caption/tags.ts'
import { strings } from '../../base/strings/index.ts'
import { Button, IconButton } from '../../base/ui/Button.tsx'
import { changeSettings } from '../../model/library/change-settings.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import type { ChangeCaptions } from './change.ts'

const text = strings.prepare.tags
/** Number of tags listed; the search above the captions finds the rest. */
const MOST = 300
const MOST_BESIDE = 12
const NONE: readonly string[] = []

interface TagTableProps {
  readonly captions: readonly CaptionView[]
  readonly chosen: ReadonlySet<string> | null
  /** The tag whose captions are shown. */
  readonly tag: string | null
  readonly onTag: (tag: string | null) => void
  readonly change: ChangeCaptions
}

/** Tags of the set by frequency, tags that occur together with one of them, and the blacklist. */
export function TagTable({ captions, chosen, tag: of, onTag, change }: TagTableProps) {
  const [name, setName] = useState('')
  const blacklist = useLibrary((state) => state.settings?.values.tagBlacklist) ?? NONE
  const texts = useMemo(
    () => captions.filter(({ filename }) => chosen?.has(filename) ?? true).map((caption) => caption.text),
    [captions, chosen],
  )
  const counts = useMemo(() => tagCounts(texts), [texts])
  const beside = useMemo(() => (of === null ? [] : tagsBeside(texts, of).slice(0, MOST_BESIDE)), [texts, of])
  const unwanted = new Set(blacklist.map(tagKey))
  const present = counts.filter(({ tag }) => unwanted.has(tagKey(tag)))
  const toggle = (tag: string) =>
    void changeSettings('library', {
      tagBlacklist: unwanted.has(tagKey(tag))
        ? blacklist.filter((each) => tagKey(each) !== tagKey(tag))
        : [...blacklist, tag],
    })
  const choose = (tag: string) => {
    onTag(of === tag ? null : tag)
    setName('')
  }
  return (
    <section className="tag-table" aria-label={text.title}>
      {present.length > 0 && (
        <Button
          size="s"
          icon={<Ban size={14} />}
          onClick={() => void change({ kind: 'removeTags', tags: [...blacklist] }, { filenames: chosen })}
        >
          {text.removeUnwanted(present.length)}
        </Button>
      )}
      {counts.length === 0 && <p className="soft">{text.none}</p>}
      <ul>
        {counts.slice(0, MOST).map(({ tag, count }) => (
          <li key={tag} data-unwanted={unwanted.has(tagKey(tag)) || undefined}>
            <button type="button" aria-pressed={of === tag} onClick={() => choose(tag)}>
              <i style={{ width: `${(100 * count) / Math.max(1, texts.length)}%` }} aria-hidden />
              <span className="ellipsis">{tag}</span>
              <b className="num">{count}</b>
            </button>
            <IconButton
              label={unwanted.has(tagKey(tag)) ? text.want(tag) : text.unwant(tag)}
              onClick={() => toggle(tag)}
            >
              {unwanted.has(tagKey(tag)) ? <Undo2 size={14} /> : <Ban size={14} />}
            </IconButton>
            {of === tag && (
              <>
                {beside.length > 0 && (
                  <p className="soft num">{text.beside(beside.map((each) => `${each.tag} ${each.count}`))}</p>
                )}
                <form
                  onSubmit={(event) => {
                    event.preventDefault()
                    const by = name.trim()
                    if (by === '') return
                    void change({ kind: 'renameTag', tag, by }, { filenames: chosen }).then(() => onTag(by))
                  }}
                >
                  <input
                    className="text-field"
                    aria-label={text.rename}
                    placeholder={text.rename}
                    value={name}
                    onChange={(event) => setName(event.target.value)}
                  />
                  <Button
                    size="s"
                    onClick={() => {
                      void change({ kind: 'removeTags', tags: [tag] }, { filenames: chosen })
                      onTag(null)
                    }}
                  >
                    {text.remove(count)}
                  </Button>
                </form>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
