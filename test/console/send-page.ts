import type { Locator } from 'playwright-core'
import { control, type Sandbox } from '../journey/sandbox.ts'
import type { Visit } from './visit.ts'

/** The send page as a person works with it. */
export interface SendPage {
  field(name: string): Locator
  /** The drawing of the phone. */
  phone: Locator
  button: Locator
  /** The step of the newest send, once it is reached. */
  reached(step: string): Locator
  /** The message id of the newest send. */
  messageId(): Promise<string>
}

export async function openSendPage({ page, enter }: Visit, instance: string): Promise<SendPage> {
  await enter(`/i/${instance}/send`)
  return {
    field: (name) => page.locator(`[name="${name}"]`),
    phone: page.getByRole('img', { name: /^A drawing of the message/ }),
    button: page.getByRole('button', { name: 'Send form' }),
    reached: (step) => page.locator(`[data-step="${step}"][data-reached="true"]`).first(),
    async messageId() {
      const newest = page.locator('[data-send]:not([data-send=""])').first()
      return (await newest.getAttribute('data-send')) ?? ''
    },
  }
}

/** How many forms of that text reached a phone; `atLeast` are waited for. */
export async function countOnPhone(sandbox: Sandbox, phone: string, text: string, atLeast = 1): Promise<number> {
  for (let after = 0, count = 0; ; ) {
    const page = await control(
      sandbox,
      `phones/${phone}/messages?after=${after}&waitMs=${count < atLeast ? 10_000 : 300}`,
    )
    const messages = page['messages'] as { message: unknown; fromMe?: boolean }[]
    if (messages.length === 0) return count
    count += messages.filter(({ message }) => JSON.stringify(message).includes(JSON.stringify(text))).length
    after = page['seq'] as number
  }
}
