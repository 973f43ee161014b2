import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type Sandbox, startSandbox } from '../index.ts'
import { browserTest, launchChromium, mayBrowse } from '../testing/chromium.ts'

const SHOP = '5511988887777'
const PERSON = '5521977776666'
const PARAMS = {
  flow_message_version: '4',
  flow_id: '1889354358373616',
  flow_cta: 'Preencher',
  flow_action: 'navigate',
  flow_token: 'token-of-the-frame',
  flow_action_payload: { screen: 'contact_details', data: { full_name_visible: true, email_visible: true } },
}

let sandbox: Sandbox
let browser: Browser
const servers: Server[] = []

async function post(path: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${sandbox.controlUrl}/control/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`)
  return (await reply.json()) as { id: string }
}

/** Another origin of this machine that serves one page, as the console does. */
async function serve(html: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html>${html}`)
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

beforeAll(async () => {
  if (!mayBrowse) return
  sandbox = await startSandbox({})
  await post('phones', { phone: SHOP, name: 'Padaria Aurora' })
  await post('phones', { phone: PERSON, name: 'Ana Souza' })
  browser = await launchChromium('MAP * ~NOTFOUND , EXCLUDE 127.0.0.1')
}, 60_000)

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})
afterAll(async () => {
  await browser?.close()
  await sandbox?.close()
})

browserTest(
  'in a sandboxed frame of a console, chats are shown, the form is opened, and the answer arrives',
  async () => {
    const nativeFlowMessage = {
      buttons: [{ name: 'galaxy_message', buttonParamsJson: JSON.stringify(PARAMS) }],
      messageParamsJson: '{}',
      messageVersion: 3,
    }
    const message = { interactiveMessage: { body: { text: 'Alguns dados, por favor.' }, nativeFlowMessage } }
    const sent = await post(`phones/${SHOP}/send`, { to: PERSON, message })
    const src = `${sandbox.pageUrl}/?phone=${PERSON}`
    const console = await serve(
      `<iframe sandbox="allow-scripts allow-forms" src="${src}" style="width:1000px;height:800px"></iframe>`,
    )
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, locale: 'pt-BR' })
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (line) => {
      if (line.type() === 'error') problems.push(line.text())
    })
    await page.goto(console)
    const phone = page.frameLocator('iframe')
    await phone.getByRole('button', { name: 'Padaria Aurora' }).click()
    await phone.getByRole('button', { name: 'Preencher' }).click()
    const form = phone.getByRole('dialog')
    await form.getByLabel('Nome completo').fill('Ana Souza')
    await form.getByLabel('E-mail').fill('ana@exemplo.com.br')
    await form.getByRole('button', { name: 'Enviar', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    await phone.getByRole('button', { name: 'Respondido' }).waitFor()
    await phone.getByLabel('Idioma').selectOption('en')
    await phone.getByLabel('Language').waitFor()

    const listed = await fetch(`${sandbox.controlUrl}/control/phones/${SHOP}/messages?after=0&waitMs=20000`)
    const told = JSON.stringify(await listed.json())
    for (const value of ['ana@exemplo.com.br', 'token-of-the-frame', sent.id]) expect(told).toContain(value)
    expect(problems).toEqual([])
    await page.close()
  },
  90_000,
)

browserTest(
  'a hostile page drives nothing: neither itself, nor from a sandboxed frame, nor by framing the page without its key',
  async () => {
    const attempt = (body: string) => `
      fetch('${sandbox.controlUrl}/control/${body}).then((r) => r.text()).then((t) => say('read ' + t), () => say('refused'))`
    const attempts = [
      attempt("phones'"),
      attempt(`phones/${PERSON}/messages?after=0', { mode: 'no-cors' }`),
      attempt(
        `phones/${PERSON}/text', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"to":"${SHOP}","text":"hostile"}' }`,
      ),
      attempt(
        `phones/${PERSON}/text', { method: 'POST', headers: { 'content-type': 'application/json', 'x-sandbox-key': 'guessed' }, body: '{"to":"${SHOP}","text":"hostile"}' }`,
      ),
      attempt(`phones/${PERSON}/text', { method: 'POST', mode: 'no-cors', body: '{"to":"${SHOP}","text":"hostile"}' }`),
    ]
    const script = `<script>const say = (t) => parent.postMessage(t, '*');${attempts.join(';')}</script>`
    const hostile = await serve(
      `<script>window.told = []; addEventListener('message', (e) => told.push(e.data))</script>
       ${script}
       <iframe sandbox="allow-scripts" srcdoc="${script.replaceAll('"', '&quot;')}"></iframe>
       <iframe id="page" src="${sandbox.controlUrl}/?phone=${PERSON}"></iframe>`,
    )
    const page = await browser.newPage()
    await page.goto(hostile)
    const told = () => page.evaluate(() => (globalThis as unknown as { told: string[] }).told)
    await expect.poll(async () => (await told()).length, { timeout: 20_000 }).toBe(2 * attempts.length)
    const refusal = 'read {"error":"a page without an origin needs the key of the phone page"}'
    expect([...new Set(await told())].toSorted()).toEqual(['read ', refusal, 'refused'])
    const framed = page.frames().find((frame) => frame.url().startsWith(sandbox.controlUrl))
    expect(framed === undefined || (await framed.locator('.brand').count()) === 0).toBe(true)
    const kept = await fetch(`${sandbox.controlUrl}/control/phones/${SHOP}/messages?after=0`)
    expect(await kept.text()).not.toContain('hostile')
    await page.close()
  },
  60_000,
)
