import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANSWER_SHAPES, type AnswerShape, paramsOf, tableOf, typedOf } from './answer-shapes.ts'
import { control, statusOf, untilStatus } from './sandbox.ts'
import { ANA, onPhone, openShop, SHOP, type Shop } from './shop.ts'

interface SentForm {
  shape: AnswerShape
  flowToken: string
  messageId: string
}

const LONG_MS = 600_000
const SENDING = 4

let shop: Shop
const forms = new Map<AnswerShape, SentForm>()

beforeAll(async () => {
  shop = await openShop()
  const left = [...ANSWER_SHAPES.entries()]
  const sendLeft = async () => {
    for (let next = left.pop(); next; next = left.pop()) await sendForm(...next)
  }
  await Promise.all(Array.from({ length: SENDING }, sendLeft))
}, 120_000)

afterAll(() => shop?.close())

async function sendForm(at: number, shape: AnswerShape): Promise<void> {
  const flowToken = `shape ${at}`
  const body = { number: ANA, message: 'Your details, please', flowToken }
  const sent = await shop.gateway.call('POST', '/api/message/form/shop', { body })
  const { messageId } = sent.body.data
  await onPhone(shop.sandbox, ANA, messageId)
  forms.set(shape, { shape, flowToken, messageId })
}

function formOf(shape: AnswerShape): SentForm {
  const form = forms.get(shape)
  if (!form) throw new Error('its form was not sent')
  return form
}

async function submit(shape: AnswerShape): Promise<void> {
  const { flowToken, messageId } = formOf(shape)
  await control(shop.sandbox, `phones/${ANA}/answer`, {
    messageId,
    to: SHOP,
    paramsJson: paramsOf(shape, flowToken),
    quote: shape.names === 'quote',
    from: shape.sender === 'LID' ? 'lid' : 'pn',
    ...(shape.wrap === 'plain' ? {} : { wrap: shape.wrap }),
  })
}

async function expectAnswered(shape: AnswerShape): Promise<void> {
  const { messageId } = formOf(shape)
  const { body } = await shop.gateway.call('GET', `/api/form/get/shop?messageId=${messageId}&wait=20`)
  expect(body.form).toMatchObject({ state: 'answered', answerCount: 1 })
  expect(body.form.answers).toEqual(typedOf(shape))
  expect(body.form.revisions).toMatchObject([
    { revision: 1, matchedBy: shape.names, from: { jid: `${ANA}@s.whatsapp.net`, lid: shop.lids[ANA] } },
  ])
}

const arriving = (delivery: AnswerShape['delivery']) => ANSWER_SHAPES.filter((shape) => shape.delivery === delivery)
const TITLE = 'shape $shape, response message $responseVersion, from a $sender, $wrap, by its $names'

describe('an answer is matched and typed when it comes at once:', () => {
  test.each(arriving('live'))(TITLE, async (shape) => {
    await submit(shape)
    await expectAnswered(shape)
  })
})

describe('an answer is matched and typed when it has waited for us:', () => {
  beforeAll(async () => {
    await control(shop.sandbox, 'faults', { account: SHOP, offline: LONG_MS })
    for (const shape of arriving('offline')) await submit(shape)
    expect((await statusOf(shop.gateway, 'shop')).status).not.toBe('connected')
    await control(shop.sandbox, 'faults', {})
    await untilStatus(shop.gateway, 'shop', 'connected')
  }, 120_000)

  test.each(arriving('offline'))(TITLE, expectAnswered)
})

test('the documentation shows what is covered', async () => {
  const page = await readFile(join(import.meta.dirname, '../../docs/answer-shapes.md'), 'utf8')
  expect(page).toContain(tableOf(ANSWER_SHAPES))
})
