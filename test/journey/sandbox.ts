import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import type { Reply, TestGateway } from './gateway.ts'

export type { Sandbox } from '../../sandbox/src/index.ts'
export { startSandbox }

/** Calls the sandbox's control API. @throws Error with its own sentence */
export async function control(sandbox: Sandbox, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${sandbox.controlUrl}/control/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(`sandbox ${path}: ${String(answer['error'])}`)
  return answer
}

/** What `list` says of an instance. */
export async function statusOf(gateway: TestGateway, name: string) {
  const { body } = await gateway.call('GET', `/api/instance/list?instanceName=${name}`)
  return body.instances[0]
}

/** Makes an instance, links it with a phone of the sandbox by QR, and waits until it is connected. */
export async function linkInstance(
  gateway: TestGateway,
  sandbox: Sandbox,
  name: string,
  phone: string,
): Promise<{ token: string }> {
  const made = await gateway.call('POST', '/api/instance/new', { body: { name } })
  await scanCode(gateway, sandbox, name, phone)
  return { token: made.body.data.token }
}

/** A phone of the sandbox scans the QR of an instance; resolves when that is connected. */
export async function scanCode(gateway: TestGateway, sandbox: Sandbox, name: string, phone: string): Promise<void> {
  await control(sandbox, 'phones', { phone, name: `Owner of ${name}` })
  const shown: Reply = await gateway.call('GET', `/api/instance/connect/${name}`)
  await control(sandbox, 'link', { phone, qr: shown.body.qrCode })
  await untilStatus(gateway, name, 'connected')
}

/** Waits until `list` shows the instance in a state; with `before`, in one that it is in since another moment than then. */
export async function untilStatus(
  gateway: TestGateway,
  name: string,
  status: string,
  before?: { connection: { since: string } },
): Promise<void> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const { status: now, connection } = await statusOf(gateway, name)
    if (now === status && connection.since !== before?.connection.since) return
    if (Date.now() > deadline) throw new Error(`${name} is ${now}, not ${status}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
