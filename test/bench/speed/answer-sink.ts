import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The customer's server: notes when each answer was told, by the id of its message. */
export interface AnswerSink {
  url: string
  /** Resolves when so many answers have been told since the call, with when each was: Unix milliseconds. */
  receive(count: number): Promise<Record<string, number>>
  close(): Promise<void>
}

export async function openAnswerSink(): Promise<AnswerSink> {
  let told: Record<string, number> = {}
  let left = 0
  let isComplete: (() => void) | null = null

  const server = createServer((request, response) => {
    const at = Date.now()
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.writeHead(204).end()
      const { data } = JSON.parse(Buffer.concat(chunks).toString()) as { data: { answer: { messageId: string } } }
      if (told[data.answer.messageId] !== undefined) return
      told[data.answer.messageId] = at
      left -= 1
      if (left === 0) isComplete?.()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answers`,
    async receive(count) {
      told = {}
      left = count
      await new Promise<void>((resolve) => {
        isComplete = resolve
      })
      return told
    },
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
