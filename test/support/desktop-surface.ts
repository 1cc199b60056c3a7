/** Everything that `window.desktop` exposes to a page, sorted. */
export const DESKTOP_SURFACE = [
  'dragOut',
  'fileForDrop',
  'folderForDrop',
  'onMenu',
  'pickFolder',
  'platform',
  'reveal',
  'revealExport',
  'saveDownload',
  'showLog',
]
