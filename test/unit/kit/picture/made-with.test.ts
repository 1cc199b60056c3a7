import fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { madeWith } from '../../../../src/main/kit/picture/made-with.ts'
import { openPicture } from '../../../../src/main/kit/picture/open-picture.ts'

const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
const readOf = async (bytes: Buffer): Promise<string | null> => {
  const opened = await openPicture(bytes)
  return opened.ok ? opened.madeWith() : null
}
const text = (keyword: string, value: string) => madeWith({ comments: [{ keyword, text: value }] })

test('a camera is named by its maker and model, once; without one, the program', async () => {
  const withTags = (IFD0: Record<string, string>) => picture().withExif({ IFD0 }).jpeg().toBuffer()
  expect(await readOf(await withTags({ Make: 'SONY', Model: 'DSC-RX100', Software: 'GIMP' }))).toBe('SONY DSC-RX100')
  expect(await readOf(await withTags({ Make: 'NIKON CORPORATION', Model: 'NIKON D90' }))).toBe('NIKON D90')
  expect(await readOf(await withTags({ Make: 'Canon' }))).toBe('Canon')
  expect(await readOf(await withTags({ Software: 'GIMP 3.0' }))).toBe('GIMP 3.0')
  expect(await readOf(await picture().png().toBuffer())).toBeNull()
})

test('generators are named as they write it into a PNG, with their model', () => {
  expect(text('parameters', 'a girl\nSteps: 20, Sampler: Euler a, Model: dreamshaper_8, Version: v1.9')).toBe(
    'Stable Diffusion · dreamshaper_8',
  )
  expect(text('prompt', '{"4": {"inputs": {"ckpt_name": "flux1-dev.safetensors"}}}')).toBe('ComfyUI · flux1-dev')
  expect(text('invokeai_metadata', '{"model": {"key": "k", "name": "sdxl"}}')).toBe('InvokeAI · sdxl')
  expect(text('workflow', '{}')).toBe('ComfyUI')
  expect(text('Software', 'NovelAI')).toBe('NovelAI')
  expect(text('constructor', 'x')).toBeNull()
  expect(madeWith({ xmpAsString: '<x xmp:CreatorTool="Adobe Firefly"/>' })).toBe('Adobe Firefly')
})

test('whatever a header holds, it is a short line or nothing', () => {
  const head = fc.constantFrom('Exif\0\0II*\0\x08\0\0\0', 'Exif\0\0MM\0*\0\0\0\x08', 'II', '')
  fc.assert(
    fc.property(head, fc.uint8Array({ maxLength: 200 }), fc.string(), (start, rest, comment) => {
      const exif = Buffer.concat([Buffer.from(start, 'latin1'), rest])
      const found = madeWith({ exif, comments: [{ keyword: 'Software', text: comment }] })
      expect(found === null || (found.length > 0 && found.length <= 80 && !/[\n\0]/.test(found))).toBe(true)
    }),
  )
})
