import { expect, test } from 'vitest'
import { captionOfAnswer } from '../../../../src/main/domain/caption/answer.ts'
import { CAPTION_GUIDES, captionInstructions, GUIDES } from '../../../../src/main/domain/caption/guide.ts'

const CAPTION = 'A charcoal drawing of [trigger] woman at a window, soft light.'

test.each([
  ['as it is', CAPTION, CAPTION],
  ['in quotes', `“${CAPTION}”`, CAPTION],
  ['with a label', `**Caption:** ${CAPTION}`, CAPTION],
  ['after its thoughts', `<think>She has blue eyes.</think>\n${CAPTION}`, CAPTION],
  ['in a code fence', `\`\`\`text\n${CAPTION}\n\`\`\``, CAPTION],
  ['as JSON', JSON.stringify({ caption: CAPTION }), CAPTION],
  ['between pleasantries', `Here is a caption for you:\n\n${CAPTION}\n\nLet me know if you need another.`, CAPTION],
  ['with the image as its subject', 'The image shows a woman at a window.', 'a woman at a window.'],
  ['in several lines', 'A woman.\nShe reads.', 'A woman. She reads.'],
])('a caption %s', (_how, answer, text) => {
  expect(captionOfAnswer(answer, 'prose')).toEqual({ kind: 'caption', text })
})

test('tags in a list, with underscores and a full stop, become tags between commas', () => {
  expect(captionOfAnswer('- [trigger]\n- woman\n- black_dress,\n- looking_away.', 'tags')).toEqual({
    kind: 'caption',
    text: '[trigger], woman, black dress, looking away',
  })
})

test.each([
  'I’m sorry, but I can’t help with identifying people.',
  'I cannot describe this image.',
  'As an AI, I do not look at people.',
  'I am not able to caption this.',
  'Sorry: this goes against my guidelines.',
])('an excuse is never a caption: %s', (answer) => {
  expect(captionOfAnswer(answer, 'prose')).toMatchObject({ kind: 'declined' })
})

test.each(['', '   ', '...', '<think>She', '[trigger]', 'word '.repeat(1000)])('no caption: %s', (answer) => {
  expect(captionOfAnswer(answer, 'prose')).toMatchObject({ kind: 'unusable' })
})

test('every guide names what varies, leaves out identity, and asks for the trigger and the medium', () => {
  expect(CAPTION_GUIDES.map((guide) => GUIDES[guide].form)).toEqual(['prose', 'prose', 'prose', 'tags', 'tags', 'tags'])
  for (const guide of CAPTION_GUIDES) {
    const { system, user } = captionInstructions(guide, { classWord: 'woman', style: 'bw_stylized' })
    expect(system).toMatch(/Name what varies[\s\S]*Leave out what stays the same[\s\S]*\[trigger\]/)
    expect(user).toContain('black and white drawing')
  }
})
