/** One answer of the control API. */
export interface Reply {
  status: number
  body: Record<string, unknown>
}

/** Talks to a control API: POST with a body, GET without. */
export function controlOf(origin: string) {
  return async (path: string, body?: unknown): Promise<Reply> => {
    const init =
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const reply = await fetch(`${origin}/control/${path}`, init)
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
  }
}

/** One entry of `GET /control/phones/:phone/messages`, as far as tests look into it. */
export interface Listed {
  seq: number
  id: string
  chat: string
  from: string
  fromMe: boolean
  status?: string
  message: Record<string, Record<string, unknown>>
  stanza: { tag: string; attrs: Record<string, string>; content?: { tag: string }[] }
}

/** What a phone lists. */
export async function messagesOf(origin: string, phone: string, after = 0, waitMs = 5000): Promise<Listed[]> {
  const { body } = await controlOf(origin)(`phones/${phone}/messages?after=${after}&waitMs=${waitMs}`)
  return body.messages as Listed[]
}
