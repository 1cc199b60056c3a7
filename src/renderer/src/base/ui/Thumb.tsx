import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import './thumb.css'

interface ThumbProps {
  /** URL of a thumbnail, with its version in `v`; null when there is no image. */
  readonly url: string | null
  /** Side in CSS pixels; fills its container when omitted. */
  readonly size?: number
}

/** A square thumbnail beside a text, or an icon when it cannot be shown. */
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
