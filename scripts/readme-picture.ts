import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from 'playwright-core'

/**
 * `node scripts/readme-picture.ts`: photographs a form on the phone beside its answer, and how a send is documented,
 * from a running demo.
 */

const ROOT = join(import.meta.dirname, '..')
const PICTURE = join(ROOT, 'docs/images/form-and-answer.png')
const DOCS_PICTURE = join(ROOT, 'docs/images/api-documentation.png')
const BROWSERS = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'].filter((path) => path)

interface Demo {
  baseUrl: string
  instance: string
  instanceToken: string
  phone: string
  pageUrl: string
}

const child = spawn(process.execPath, ['demo/src/main.ts', '--json'], {
  cwd: ROOT,
  stdio: ['ignore', 'pipe', 'inherit'],
})
const executablePath = BROWSERS.find((path) => path !== undefined && existsSync(path))
if (executablePath === undefined) throw new Error('No Chromium found; name it with CHROMIUM_PATH.')
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
})
try {
  const demo = await untilReady(child)
  await takePicture(demo, browser)
  await takeDocsPicture(demo, browser)
} finally {
  await browser.close()
  child.kill('SIGTERM')
}

async function takeDocsPicture({ baseUrl }: Demo, browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 4000 } })
  await page.goto(`${baseUrl}/docs`)
  const operation = page.locator('.opblock[id$="-postMessageForm"]')
  await operation.locator('.opblock-summary').click()
  await operation.getByRole('tab', { name: 'Schema' }).first().click()
  await operation.getByText('customFields').first().waitFor()
  const box = await operation.boundingBox()
  if (box === null) throw new Error('The operation is not on the page.')
  await page.screenshot({ path: DOCS_PICTURE, clip: { ...box, height: 1600 } })
}

async function untilReady({ stdout }: ChildProcess): Promise<Demo> {
  if (!stdout) throw new Error('The demo has no output.')
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line) as Demo
  throw new Error('The demo ended before it was ready.')
}

async function takePicture(demo: Demo, browser: Browser): Promise<void> {
  const sent = await call(demo, 'POST', `message/form/${demo.instance}`, {
    number: demo.phone,
    message: 'Olá, Ana! Para confirmar o seu pedido, toque no botão e preencha os seus dados.',
    deliveryAddressVisible: false,
    buttonLabel: 'Preencher dados',
  })
  const { messageId } = sent['data'] as { messageId: string }
  const phone = await browser.newPage({ viewport: { width: 1100, height: 900 }, deviceScaleFactor: 2 })
  await phone.goto(`${demo.pageUrl}/?phone=${demo.phone}&lang=pt-BR&open=${messageId}`)
  await fill(phone)
  const frame = phone.locator('.device')
  const filled = await frame.screenshot()
  await phone.getByRole('button', { name: 'Enviar', exact: true }).click()
  const read = await call(demo, 'GET', `form/get/${demo.instance}?messageId=${messageId}&wait=20`)
  const { state, answers } = read['form'] as { state: string; answers: unknown }
  const answer = JSON.stringify({ form: { messageId, state, answers } }, null, 2)
  const sheet = await browser.newPage({ viewport: { width: 1180, height: 760 }, deviceScaleFactor: 1.5 })
  await sheet.setContent(layOut(filled.toString('base64'), answer))
  await mkdir(join(ROOT, 'docs/images'), { recursive: true })
  await sheet.screenshot({ path: PICTURE })
}

async function fill(page: Page): Promise<void> {
  await page.getByLabel('Nome completo').fill('Ana Souza')
  await page.getByLabel('Número de telefone').fill('11 98765-4321')
  await page.getByLabel('E-mail').fill('ana@exemplo.com.br')
  await page.getByLabel('CPF ou CNPJ').fill('529.982.247-25')
}

async function call(demo: Demo, method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${demo.baseUrl}/api/${path}`, {
    method,
    headers: { token: demo.instanceToken, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return (await response.json()) as Record<string, unknown>
}

function layOut(phone: string, answer: string): string {
  const text = answer.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; height: 760px; display: flex; gap: 56px; align-items: center; justify-content: center;
      background: linear-gradient(120deg, #e8edea, #d6e6de); font-family: system-ui, sans-serif }
    img { height: 700px; border-radius: 52px }
    figure { margin: 0; width: 640px }
    figcaption { color: #10241f; font-weight: 600; font-size: 19px; margin-bottom: 16px }
    pre { margin: 0; background: #10211d; color: #d9f2e6; border-radius: 14px; padding: 24px; font-size: 14px;
      line-height: 1.5; white-space: pre-wrap; box-shadow: 0 20px 50px #10241f33 }
  </style><img src="data:image/png;base64,${phone}" alt=""><figure>
    <figcaption>The answer, typed and matched, as your code gets it</figcaption><pre>${text}</pre></figure>`
}
