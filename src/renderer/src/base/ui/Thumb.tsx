import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import './thumb.css'

interface ThumbProps {
  /** Of a thumbnail, with `v`; null: there is no picture. */
  readonly url: string | null
  /** Side in px; without it, as wide as its place. */
  readonly size?: number
}

/** A square picture beside what is said of it; a sign where it cannot be shown. */
export function Thumb({ url, size }: ThumbProps) {
  const [broken, setBroken] = useState<string | null>(null)
  return (
    <span className="thumb" style={size === undefined ? undefined : { width: size, height: size }} aria-hidden>
      {url === null || broken === url ? (
        <ImageOff size={Math.min(20, (size ?? 48) * 0.45)} />
      ) : (
        <img src={url} alt="" loading="lazy" decoding="async" onError={() => setBroken(url)} />
      )}
    </span>
  )
}
