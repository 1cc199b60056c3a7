const percent = (part: number): string => `${part * 100}%`

interface CutMarkProps {
  /** Shares of the image's width and height. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Outlines the part of the image that remains; the rest is dimmed. */
export const CutMark = ({ x, y, width, height }: CutMarkProps) => (
  <i
    className="cut-mark"
    style={{ left: percent(x), top: percent(y), width: percent(width), height: percent(height) }}
  />
)
