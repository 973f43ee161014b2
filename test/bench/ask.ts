import { Agent, get } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

export interface Asked {
  status: number
  text: string
  ms: number
}

/** Asks a gateway on this machine, over a connection that is kept, and waits for the whole answer. */
export function ask(baseUrl: string, path: string, token: string): Promise<Asked> {
  const startedAt = performance.now()
  return new Promise((done, fail) => {
    get(`${baseUrl}${path}`, { agent, headers: { token } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', fail)
      response.once('end', () => {
        const ms = performance.now() - startedAt
        done({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString(), ms })
      })
    }).once('error', fail)
  })
}
