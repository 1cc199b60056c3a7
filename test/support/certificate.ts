import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface CertificateFiles {
  readonly tlsCert: string
  readonly tlsKey: string
}

/** Creates a self-signed certificate in `dir` for names such as `DNS:evencast.test,IP:127.0.0.1`. */
export async function makeCertificate(dir: string, names: string): Promise<CertificateFiles> {
  const [tlsCert, tlsKey] = [join(dir, 'cert.pem'), join(dir, 'key.pem')]
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1']
  const said = ['-subj', '/CN=evencast.test', '-addext', `subjectAltName=${names}`]
  await promisify(execFile)('openssl', ['req', ...made, ...said, '-keyout', tlsKey, '-out', tlsCert])
  return { tlsCert, tlsKey }
}
