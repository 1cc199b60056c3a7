const percent = (part: number): string => `${part * 100}%`

interface CutMarkProps {
  /** Parts of the picture's width and height. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What is left of the picture that it lies in; the rest is dimmed. */
export const CutMark = ({ x, y, width, height }: CutMarkProps) => (
  <i
    className="cut-mark"
    style={{ left: percent(x), top: percent(y), width: percent(width), height: percent(height) }}
  />
)
