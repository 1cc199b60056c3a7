import { UserRound } from 'lucide-react'
import { useState } from 'react'
import './face.css'

/** An actor's base image, cropped to where a face usually is, or an outline when there is none. */
export function Face({
  url,
  size,
  label = '',
}: {
  readonly url: string | null
  readonly size: number
  readonly label?: string
}) {
  const [broken, setBroken] = useState<string | null>(null)
  return (
    <span className="face" style={{ width: size, height: size }}>
      {url === null || broken === url ? (
        <UserRound size={size * 0.5} aria-hidden />
      ) : (
        <img src={url} alt={label} width={size} height={size} decoding="async" onError={() => setBroken(url)} />
      )}
    </span>
  )
}
