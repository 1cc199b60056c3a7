const SIDE = 4
const HEADER_BYTES = 54

/**
 * Returns a data URL of a picture of 4×4 pixels from `colours` (three hex digits each, row by row); the browser blurs it when it scales it
 * up.
 */
export function placeholderUrl(colours: string): string {
  const pixels = SIDE * SIDE * 3
  const bytes = new Uint8Array(HEADER_BYTES + pixels)
  const view = new DataView(bytes.buffer)
  // An uncompressed 24-bit bitmap, the simplest format that browsers read.
  bytes.set([0x42, 0x4d])
  view.setUint32(2, bytes.length, true)
  view.setUint32(10, HEADER_BYTES, true)
  view.setUint32(14, 40, true)
  view.setInt32(18, SIDE, true)
  // A negative height means rows from top to bottom.
  view.setInt32(22, -SIDE, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, 24, true)
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++)
    for (let channel = 0; channel < 3; channel++)
      bytes[HEADER_BYTES + pixel * 3 + 2 - channel] = Number.parseInt(colours[pixel * 3 + channel] ?? '8', 16) * 17
  return `data:image/bmp;base64,${btoa(String.fromCharCode(...bytes))}`
}
