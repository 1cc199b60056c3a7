/** Pixels of three bytes each. */
export interface Rgb {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** A square in a picture: its centre and side in pixels, turned clockwise by radians. */
interface Square {
  readonly x: number
  readonly y: number
  readonly side: number
  readonly tilt: number
}

/** Returns the square as `side` × `side` pixels with the eyes level, 0..255, three numbers each; black outside the picture. Bilinear. */
export function cutSquare({ width, height, data }: Rgb, square: Square, side: number): Float32Array {
  const out = new Float32Array(side * side * 3)
  const step = square.side / side
  const [cos, sin] = [Math.cos(square.tilt) * step, Math.sin(square.tilt) * step]
  for (let row = 0, to = 0; row < side; row++)
    for (let column = 0; column < side; column++, to += 3) {
      const [across, down] = [column + 0.5 - side / 2, row + 0.5 - side / 2]
      const x = square.x + across * cos - down * sin - 0.5
      const y = square.y + across * sin + down * cos - 0.5
      const [left, top] = [Math.floor(x), Math.floor(y)]
      for (let dy = 0; dy < 2; dy++)
        for (let dx = 0; dx < 2; dx++) {
          const [px, py] = [left + dx, top + dy]
          if (px < 0 || py < 0 || px >= width || py >= height) continue
          const share = (dx === 0 ? left + 1 - x : x - left) * (dy === 0 ? top + 1 - y : y - top)
          const from = (py * width + px) * 3
          for (let c = 0; c < 3; c++) out[to + c]! += data[from + c]! * share
        }
    }
  return out
}
