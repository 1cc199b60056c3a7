import { ShieldQuestionMark } from 'lucide-react'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { openPanel } from '../../model/window/view-store.ts'

/** Reopens a question that the user put aside. */
export const QuestionNotice = () => (
  <div className="library-notice" role="status">
    <ShieldQuestionMark size={16} aria-hidden /> {strings.question.notice}
    <Button size="s" onClick={() => openPanel('question')}>
      {strings.question.review}
    </Button>
  </div>
)
