import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { DEFAULT_LIBRARY } from '../frame.ts'
import { libraryNamed } from '../library-named.ts'
import { parsePort } from '../options.ts'
import type { AddCommand } from '../frame.ts'
import { networkPlaceOf, type ServeFlags } from '../../web/network-place.ts'

export const addServe: AddCommand = (program, frame) =>
  program
    .command('serve')
    .description('open the app in a browser, here or through an SSH tunnel; from elsewhere with TLS and a password')
    .argument('[library]', 'the library, its actors folder, or one actor; none: choose in the app')
    .option('--port <number>', 'port to listen on; 0 takes a free one', parsePort, 0)
    .option('--host <address>', 'address to listen on (default 127.0.0.1); any other needs the three options below')
    .option('--tls-cert <file>', 'certificate with its chain, PEM')
    .option('--tls-key <file>', 'its key, PEM without a passphrase')
    .option('--password-file <file>', 'its first line is the password; otherwise EVENCAST_PASSWORD')
    .action((library: string | undefined, { port, ...flags }: ServeFlags & { port: number }) =>
      frame.withCore({}, async (core) => {
        const network = await networkPlaceOf(flags, frame.terminal.env)
        const folder = library ?? (existsSync(DEFAULT_LIBRARY) ? DEFAULT_LIBRARY : undefined)
        if (folder !== undefined) await core.open(libraryNamed(folder), { trust: frame.trust })
        // This is the only command that needs a web server.
        const { startWebHost } = await import('../../web/index.ts')
        const host = await startWebHost(core, {
          port,
          network,
          onNewUrl: (url) => frame.note(`For another browser: ${url}`),
        })
        frame.print({ report: { url: host.url }, lines: [`Evencast is at ${host.url}`] })
        frame.note(
          network
            ? 'Others need the password to get in. Stop with Ctrl+C.'
            : 'The address works once, in one browser. Stop with Ctrl+C.',
        )
        try {
          if (!frame.terminal.signal.aborted) await once(frame.terminal.signal, 'abort')
        } finally {
          await host.close()
        }
        return null
      }),
    )
