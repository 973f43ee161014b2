import { Agent, request } from 'undici'

/** Posts so many bodies as fast as one can without keeping, signing or choosing anything, `atOnce` at a time. */
export async function postBare(url: string, bodyOf: (number: number) => string, calls: number, atOnce: number) {
  const agent = new Agent({ pipelining: 1, connections: atOnce })
  let begun = 0
  async function work(): Promise<void> {
    while (begun < calls) {
      begun += 1
      const headers = { 'content-type': 'application/json' }
      const { body } = await request(url, { dispatcher: agent, method: 'POST', headers, body: bodyOf(begun) })
      await body.dump()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  await agent.close()
}
