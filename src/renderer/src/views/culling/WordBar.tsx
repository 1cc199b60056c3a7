import { ArrowLeft, ArrowRight, Check, CircleHelp, Flag, Layers, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { STYLES } from '../../../../main/domain/style.ts'
import type { Image, Lane } from '../../model/images/image.ts'
import { strings } from '../../base/strings/index.ts'
import { Kbd } from '../../base/ui/Button.tsx'
import { useCulling } from '../../model/culling/culling-store.ts'
import { decide, goTo, keep, toggleFlag, toggleWholeGroup } from '../../model/culling/deciding.ts'
import { groupAround } from '../../model/culling/queue.ts'

const text = strings.culling

interface WordProps {
  readonly keyName: string
  readonly onSay: () => void
  readonly style?: string
  readonly icon?: ReactNode
  readonly said?: boolean
  readonly disabled?: boolean
  /** True for a button whose label changes, so that its width stays the same. */
  readonly wide?: boolean
  readonly children: ReactNode
}

function Word({ keyName, onSay, style, icon, said, disabled, wide, children }: WordProps) {
  return (
    <button
      type="button"
      className="word"
      data-wide={wide}
      data-style={style}
      aria-pressed={said}
      aria-keyshortcuts={keyName}
      disabled={disabled}
      onClick={onSay}
    >
      {icon}
      <span className="ellipsis">{children}</span>
      <Kbd>{keyName}</Kbd>
    </button>
  )
}

/** The possible decisions; also shows their keys. */
export function WordBar({ image, said }: { readonly image: Image | undefined; readonly said: Lane | undefined }) {
  const flagged = image?.flagged ?? false
  const at = useCulling((state) => state.at)
  const hint = useCulling((state) => state.hint)
  const style = image?.style ?? null
  const members = useCulling(useShallow(groupAround))
  const wholeGroup = useCulling((state) => state.wholeGroup)
  return (
    <div className="word-bar" role="toolbar" aria-label={strings.lightbox.moveTo}>
      <Word keyName="←" disabled={at === 0} icon={<ArrowLeft size={15} aria-hidden />} onSay={() => goTo(at - 1)}>
        {text.backShort}
      </Word>
      <div className="word-group">
        {STYLES.map((each, index) => (
          <Word key={each} keyName={String(index + 1)} style={each} said={said === each} onSay={() => decide(each)}>
            {strings.lanes[each]}
          </Word>
        ))}
      </div>
      <div className="word-group">
        <Word wide keyName="K" icon={<Check size={15} aria-hidden />} onSay={keep}>
          {text.keepAs(style && strings.shortLanes[style])}
        </Word>
        <Word
          keyName="X"
          style="rejected"
          icon={<X size={15} aria-hidden />}
          said={said === 'rejected'}
          onSay={() => decide('rejected')}
        >
          {strings.lightbox.verdict.reject}
        </Word>
        <Word
          keyName="U"
          icon={<CircleHelp size={15} aria-hidden />}
          said={said === 'unsorted'}
          onSay={() => decide('unsorted')}
        >
          {text.decisions.unsorted}
        </Word>
        <Word keyName="F" icon={<Flag size={15} aria-hidden />} said={flagged} onSay={toggleFlag}>
          {text.flag}
        </Word>
        {members.length > 1 && (
          <Word keyName="G" icon={<Layers size={15} aria-hidden />} said={wholeGroup} onSay={toggleWholeGroup}>
            {text.wholeGroup(members.length)}
          </Word>
        )}
      </div>
      <Word keyName="→" icon={<ArrowRight size={15} aria-hidden />} onSay={() => goTo(at + 1)}>
        {text.skipShort}
      </Word>
      {hint !== null && <p className="word-hint">{hint}</p>}
    </div>
  )
}
