/** All that a page on the desktop sees of it, in order. */
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
