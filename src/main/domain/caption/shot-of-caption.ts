import { NO_SHOT, type Shot, SHOT_ASPECTS, type ShotAspect } from '../shot.ts'

type Words = { readonly [A in ShotAspect]: readonly (readonly [NonNullable<Shot[A]>, RegExp])[] }

/** Words that captions use for each aspect, rarest first. */
const WORDS: Words = {
  angle: [
    ['back', /\b(?:from behind|from the back|back view|back turned)\b/i],
    ['three_quarter', /\b(?:three[- ]quarters?(?: view)?|3\/4 view)\b/i],
    // “Profile” alone counts only as a tag: in a sentence it may be another person's profile.
    [
      'profile',
      /\b(?:in profile|(?:left|right|side) profile|profile view|side view|from (?:the )?side)\b|(?:^|,)\s*profile\s*(?:,|$)/i,
    ],
    ['low', /\b(?:low[- ]angle|from below|worm['’]s[- ]eye)\b/i],
    ['high', /\b(?:high[- ]angle|from above|bird['’]s[- ]eye|overhead)\b/i],
    [
      'front',
      /\b(?:from the front|front(?:al)? view|facing (?:the )?(?:camera|viewer)|looking (?:straight |directly )?(?:at|into) (?:the )?(?:camera|viewer))\b/i,
    ],
  ],
  framing: [
    ['close_up', /\b(?:close[- ]?up|headshot|face only)\b/i],
    ['bust', /\b(?:head and shoulders|bust(?: shot)?)\b/i],
    ['half_body', /\b(?:half[- ]body|half[- ]length|waist[- ]up|upper body|medium shot|cowboy shot)\b/i],
    ['full_body', /\b(?:full[- ]body|full[- ]length|head to (?:toe|foot))\b/i],
    ['distant', /\b(?:in the distance|wide shot|long shot|from afar)\b/i],
  ],
  expression: [
    ['smiling', /\b(?:smil(?:e|es|ing)|grin(?:s|ning)?|laugh(?:s|ing)?)\b/i],
    ['surprised', /\b(?:surprised|astonished|shocked)\b/i],
    ['angry', /\b(?:angry|angrily|furious|scowl(?:s|ing)?)\b/i],
    ['sad', /\b(?:sad|sadly|crying|tearful)\b/i],
    ['serious', /\b(?:serious|stern)\b/i],
    ['neutral', /\b(?:neutral expression|expressionless)\b/i],
  ],
  light: [
    ['backlit', /\b(?:back[- ]?lit|silhouette|rim light)\b/i],
    ['artificial', /\b(?:artificial light|neon|studio light(?:ing)?|street ?lights?|lamplight)\b/i],
    ['dark', /\b(?:dim(?:ly)?(?: lit)?|in the dark|candlelight|at night|low light)\b/i],
    ['hard', /\b(?:hard light|harsh (?:light|sun(?:light)?)|strong shadows)\b/i],
    ['soft', /\b(?:soft(?: \w+)? light(?:ing)?|diffuse(?:d)? light|overcast)\b/i],
  ],
}

/** Returns the shot as far as a caption describes it in common words; aspects that it does not mention are null. */
export function shotOfCaption(text: string): Shot {
  const said = <A extends ShotAspect>(aspect: A): Shot[A] =>
    WORDS[aspect].find(([, words]) => words.test(text))?.[0] ?? null
  return SHOT_ASPECTS.reduce<Shot>((shot, aspect) => ({ ...shot, [aspect]: said(aspect) }), NO_SHOT)
}
