/**
 * Returns a script that runs a built CommonJS preload in a page as a sandboxed window runs it: `require` knows only 'electron', and
 * `process` has little more than a platform. Messages to the main process go through the `__toMain` binding.
 */
export const preloadRunner = (source: string, platform: string): string => `(() => {
  if (window !== window.top) return
  const ports = new Map()
  const listeners = new Map()
  let lastPort = Math.floor(Math.random() * 1e9)
  window.__fromMain = (kind, key, payload) => {
    if (kind === 'port') ports.get(key)?.postMessage(payload)
    else if (kind === 'port-closed') ports.get(key)?.close()
    else for (const listener of listeners.get(key) ?? []) listener({}, ...payload)
  }
  const ipcRenderer = {
    invoke: (channel, ...args) => __toMain('invoke', channel, args),
    postMessage: (channel, _message, transfer) => void __toMain('post', channel, transfer.map((port) => {
      const id = ++lastPort
      ports.set(id, port)
      port.onmessage = (event) => void __toMain('port', id, event.data)
      return id
    })),
    on: (channel, listener) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    off: (channel, listener) => void listeners.set(channel, (listeners.get(channel) ?? []).filter((one) => one !== listener)),
  }
  const electron = {
    contextBridge: { exposeInMainWorld: (key, api) => Object.defineProperty(window, key, { value: Object.freeze({ ...api }) }) },
    ipcRenderer,
    // A real window knows where a dropped file lies; here the test says so, by file name.
    webUtils: { getPathForFile: (file) => window.__paths?.[file.name] ?? '' },
  }
  const module = { exports: {} }
  const require = (name) => {
    if (name === 'electron') return electron
    throw new Error('A sandboxed preload cannot require ' + name)
  }
  ;(function (require, module, exports, process) {
${source}
  })(require, module, module.exports, { platform: ${JSON.stringify(platform)}, contextIsolated: true, sandboxed: true })
})()`
