import { type Style, STYLES } from '../../src/main/domain/style.ts'
import { THRESHOLDS } from '../../src/main/domain/thresholds.ts'
import type { SortingFigures } from './sorting.ts'
import { accuracy, type LeftOut, macroF1, precisionAndRecall, sureness } from './figures.ts'

const NAMES: Readonly<Record<Style, string>> = {
  photorealistic: 'photographs',
  bw_stylized: 'black and white drawings',
  color_stylized: 'colour drawings',
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Writes docs/style-model.md. Every figure is of images whose source the model was not trained on. */
export function styleReport(of: {
  readonly development: readonly LeftOut[]
  readonly unseen: readonly LeftOut[]
  readonly all: readonly LeftOut[]
  /** Harder splits by name: two over all kinds, then each kind left out of training. */
  readonly hard: readonly { readonly name: string; readonly images: readonly LeftOut[] }[]
  readonly sorting: SortingFigures
}): string {
  return `# The style model

Written by \`npm run train:style\`; do not edit by hand.

Whether an image was drawn or photographed is a guess from its texture: the means and deviations of the channels of a small network
(MobileNetV2, from the MIT-licensed package nsfwjs, which is read for training only), looked at in a copy of 224 px, weighed by a ridge
regression with weights of its own for images without colour. Whether there is colour is counted in the pixels.

The network is computed in bytes, faster than in floating point and with the same result on every processor: weights have a unit per channel, and
are as large as processors without VNNI add them up without overflow, which costs least with large and small channels in pairs. Tried for speed,
and less right with sources left out: copies of 192 or 160 px, fewer blocks of the network, weights of seven bits, a plainer filter for the copy. No
image is spared the network, since it also gives the signature by which look-alikes are found.

It is trained with a softened copy of each image too, at three tenths of the weight.

## Figures

A source (a book, a game, a repository) is left out as a whole: what is said of its images is said by a model that saw none of them. The
settings were chosen with four fifths of the sources; the fifth that was held back was looked at once, afterwards. What ships is trained
with all of them.

| images | macro-F1 | right | sure of | right when sure |
|---|---|---|---|---|
${row('sources left out, the settings chosen by them', of.development)}
${row('sources held back', of.unseen)}
${row('all sources, each left out: what ships', of.all)}

| style | precision | recall |
|---|---|---|
${STYLES.map((style) => styleRow(of.all, style)).join('\n')}

## Harder splits

A source that is left out alone still has relatives among the others. Here a model judges the newer sources by the older ones or the reverse, or a
kind of picture of which it knows none: no source that has one was trained with.

| asked about | images | right | sure of | right when sure | sure photographs | right | sure drawings | right |
|---|---|---|---|---|---|---|---|---|
${of.hard.map(hardRow).join('\n')}
${hardRow({ name: 'all kinds, each unknown', images: of.hard.slice(2).flatMap(({ images }) => images) })}

Macro-F1: ${of.hard
    .slice(0, 2)
    .map(({ name, images }) => `${macroF1(images).toFixed(3)} (${name})`)
    .join(', ')}, ${macroF1(of.hard.slice(2).flatMap(({ images }) => images)).toFixed(3)} (all kinds, each unknown).

Tried for these, and none gained on one without losing on another: copies of the training images that are recoloured, cut, made small, grey or grainy;
the last layers of the network and its own verdict on drawings; sharpness, brightness and size; other weights of sources, also such that the worst
source counts most; other penalties; doubt that grows with the distance from what is known.

## Sure or unsure

The probability of "drawn" is calibrated on sources left out, each source weighing alike. From ${percent(THRESHOLDS.sure.drawn)} on a drawing is sure; a
photograph only up to ${percent(THRESHOLDS.sure.photographed)}, since a technique that no source showed looks more like a photograph than like any drawing known.
Coverage against accuracy, by the probability that were asked for:

| probability at least | sure photographs | right | sure drawings | right |
|---|---|---|---|---|
${[0.6, 0.7, 0.8, THRESHOLDS.sure.drawn, 0.95, 0.97, 0.99].map((least) => marginRow(of.all, least)).join('\n')}

What is said, against how often it is true (all sources, each left out):

| drawn, says the model | images | were drawn |
|---|---|---|
${Array.from({ length: 10 }, (_, i) => binRow(of.all, i / 10)).join('\n')}

## Actions to sort

What \`npm run bench -- sorting\` finds: someone who always answers truly drags single images, groups of look-alikes and accepts offers of
look-alikes until every image is in its lane. ${of.sorting.libraries} libraries of some twenty images are composed by source, and what is guessed of an image is
guessed by a model that did not know its source. After each action the library's own model guesses again. Actions as a share of the images:

| help | actions |
|---|---|
${Object.entries(of.sorting.shares)
  .map(([help, share]) => `| ${help} | ${percent(share)} |`)
  .join('\n')}

With the optional network for pictures it is not measured here, since its weights are downloaded by whoever wants them:
\`npm run bench -- sorting --pictures FOLDER\` measures the same with what an installed one sees (FOLDER: its folder below \`models\` in the
folder of the settings).

How many images are in their lane after so many actions (share of all images, everything on):

| actions as a share of the images | right |
|---|---|
${of.sorting.curve.map(({ actions, right }) => `| ${percent(actions)} | ${percent(right)} |`).join('\n')}

## Where it fails

Sources with the most wrong guesses, of those with at least five images:

| source | images | right | sure of | right when sure |
|---|---|---|---|---|
${worst(of.all).join('\n')}

What still looks like a photograph to it: paintings and wash drawings with soft shading, rendered figures, engravings of photographs. What
looks drawn: photographs on blank backgrounds and old prints with strong grain.

So a drawing without colour that is all greys, with hardly any paper, is shown as unsure whatever the network says, unless labels, a drawn base image
or an optional network speak for it. The tables above are without that: how many photographs and drawings it doubts, \`npm run evaluate:local\` prints.
`
}

function row(name: string, images: readonly LeftOut[]): string {
  const { coverage, accuracy: sure } = sureness(images)
  return `| ${name} (${images.length}) | ${macroF1(images).toFixed(3)} | ${percent(accuracy(images))} | ${percent(coverage)} | ${percent(sure)} |`
}

function hardRow({ name, images }: { readonly name: string; readonly images: readonly LeftOut[] }): string {
  const { coverage, accuracy: sure } = sureness(images)
  const sides = [
    images.filter(({ drawn }) => drawn <= THRESHOLDS.sure.photographed),
    images.filter(({ drawn }) => drawn >= THRESHOLDS.sure.drawn),
  ].map((of) => `${of.length} | ${of.length === 0 ? '–' : percent(accuracy(of))}`)
  return `| ${name} | ${images.length} | ${percent(accuracy(images))} | ${percent(coverage)} | ${coverage > 0 ? percent(sure) : '–'} | ${sides.join(' | ')} |`
}

function styleRow(images: readonly LeftOut[], style: Style): string {
  const { precision, recall } = precisionAndRecall(images, style)
  return `| ${NAMES[style]} | ${percent(precision)} | ${percent(recall)} |`
}

function marginRow(images: readonly LeftOut[], least: number): string {
  const photographs = images.filter(({ drawn }) => 1 - drawn >= least)
  const drawings = images.filter(({ drawn }) => drawn >= least)
  const share = (of: readonly LeftOut[], drawn: boolean): string =>
    percent(of.filter(({ style }) => (style !== 'photorealistic') === drawn).length / Math.max(1, of.length))
  return `| ${percent(least)} | ${photographs.length} | ${share(photographs, false)} | ${drawings.length} | ${share(drawings, true)} |`
}

function binRow(images: readonly LeftOut[], from: number): string {
  const inside = images.filter(({ drawn }) => drawn >= from && drawn < from + 0.1 + (from === 0.9 ? 1 : 0))
  const drawn = inside.filter(({ style }) => style !== 'photorealistic').length
  return `| ${percent(from)} to ${percent(from + 0.1)} | ${inside.length} | ${percent(drawn / Math.max(1, inside.length))} |`
}

function worst(images: readonly LeftOut[]): string[] {
  return [...Map.groupBy(images, ({ source }) => source)]
    .filter(([, of]) => of.length >= 5)
    .sort(([, a], [, b]) => accuracy(a) - accuracy(b))
    .slice(0, 12)
    .map(([source, of]) => {
      const { coverage, accuracy: sure } = sureness(of)
      return `| ${source.slice(0, 60)} | ${of.length} | ${percent(accuracy(of))} | ${percent(coverage)} | ${coverage > 0 ? percent(sure) : '–'} |`
    })
}
