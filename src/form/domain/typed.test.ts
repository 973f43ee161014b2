import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAnswer } from './reading.ts'
import { type TypingContext, typeAnswer } from './typed.ts'

const brazil = '5511988887777'

/** Types an answer from `paramsJson` on, as it does in life. */
function typed(params: object, context: Partial<TypingContext> = {}) {
  const paramsJson = JSON.stringify({ flow_token: 't', ...params })
  const reading = readAnswer({ name: 'galaxy_message', paramsJson, version: 3, body: '' }, null)
  if (reading.type === 'unreadable') throw new Error(reading.reason)
  return typeAnswer(reading.fields, { personDigits: brazil, customFields: [], ...context })
}

/** A response message of version 2 with these components. */
function withTitles(components: { name: string; type?: string; label?: string; value: unknown }[]) {
  return { response_message: JSON.stringify({ version: 2, screens: [{ id: 'A', title: '', components }] }) }
}

test('the ready-made questions get their types, and nothing that was not filled in is there', () => {
  const answer = typed({
    full_name: ' Ana Souza ',
    phone_number: '11 99999-9999',
    email: 'ana@exemplo.com.br ',
    cpf_or_cnpj: '529.982.247-25',
    citizenship_card: 'AB 123',
    cep: '01310-100',
    state: 'SP',
    city: 'São Paulo',
    neighborhood: 'Bela Vista',
    street_and_number: 'Av. Paulista, 1000',
    complement: '',
  })
  expect(answer).toEqual({
    fullName: 'Ana Souza',
    phoneNumber: { e164: '+5511999999999', raw: '11 99999-9999', valid: true },
    email: { value: 'ana@exemplo.com.br', valid: true },
    cpfOrCnpj: { kind: 'cpf', digits: '52998224725', formatted: '529.982.247-25', valid: true },
    citizenshipCard: 'AB 123',
    deliveryAddress: {
      postalCode: '01310-100',
      state: 'SP',
      city: 'São Paulo',
      neighborhood: 'Bela Vista',
      street: 'Av. Paulista, 1000',
      raw: {
        cep: '01310-100',
        state: 'SP',
        city: 'São Paulo',
        neighborhood: 'Bela Vista',
        street_and_number: 'Av. Paulista, 1000',
      },
    },
  })
})

test('an answer with nothing in it is an empty one', () => {
  expect(typed({})).toEqual({})
  expect(typed({ full_name: ' ', email: null, cep: '', anything: [] })).toEqual({})
})

test('an address of another country uses its own names', () => {
  const answer = typed({
    zip_code: '06600',
    address_1: 'Av. Juárez 1',
    address_2: 'Torre B',
    house_or_apartment: '5',
    city_or_municipality: 'CDMX',
    colony_or_neighborhood: 'Centro',
    department: 'CDMX',
    country_region: 'MX',
    delivery_note: 'Timbre 2',
    delivery_address_full_name: 'Luis Gómez',
  })
  expect(answer.deliveryAddress).toMatchObject({
    postalCode: '06600',
    country: 'MX',
    state: 'CDMX',
    city: 'CDMX',
    neighborhood: 'Centro',
    street: 'Av. Juárez 1',
    complement: '5',
    recipientName: 'Luis Gómez',
    note: 'Timbre 2',
    raw: { address_2: 'Torre B' },
  })
})

test('where id and title differ, a ready-made question is read by its title', () => {
  const answer = typed({ state: '0_SP', ...withTitles([{ name: 'state', type: 'Dropdown', value: 'São Paulo' }]) })
  expect(answer.deliveryAddress?.state).toBe('São Paulo')
})

test('a phone number is read in the country of the person, also of one whose number is not known', () => {
  expect(typed({ phone_number: '55 1234 5678' }, { personDigits: '5215512345678' }).phoneNumber?.e164).toBe(
    '+525512345678',
  )
  expect(typed({ phone_number: '11 99999-9999' }, { personDigits: null }).phoneNumber).toMatchObject({ valid: false })
})

describe('custom questions', () => {
  const customFields = [{ label: 'Nome da empresa' }, { label: 'Nº de funcionários' }, { label: 'Cargo' }]

  test('are found by a name that comes from the label', () => {
    const answer = typed(
      { cargo: 'Diretora', nome_da_empresa: 'Acme', screen_0_No_de_funcionarios_2: '12' },
      { customFields },
    )
    expect(answer).toEqual({
      customFields: [
        { label: 'Nome da empresa', value: 'Acme' },
        { label: 'Nº de funcionários', value: '12' },
        { label: 'Cargo', value: 'Diretora' },
      ],
    })
  })

  test('are found by the label that the phone showed', () => {
    const titles = withTitles([
      { name: 'f2', label: 'Cargo', value: 'Diretora' },
      { name: 'f1', label: 'Nome da Empresa:', value: 'Acme' },
    ])
    expect(typed(titles, { customFields }).customFields).toEqual([
      { label: 'Nome da empresa', value: 'Acme' },
      { label: 'Cargo', value: 'Diretora' },
    ])
  })

  test('else by their order, in which one left empty keeps its place', () => {
    expect(typed({ custom_1: 'Acme', custom_2: '', custom_3: 'Diretora', custom_4: 'x' }, { customFields })).toEqual({
      customFields: [
        { label: 'Nome da empresa', value: 'Acme' },
        { label: 'Cargo', value: 'Diretora' },
      ],
      other: [{ key: 'custom_4', label: 'custom', value: 'x' }],
    })
  })

  test('that were a choice are told by the title that the person saw', () => {
    const answer = typed({ cargo: '0_dir', ...withTitles([{ name: 'cargo', value: 'Diretora' }]) }, { customFields })
    expect(answer.customFields).toEqual([{ label: 'Cargo', value: 'Diretora' }])
  })

  test('called like a part of a ready-made question are custom when that question was not asked', () => {
    const asked = { customFields: [{ label: 'City' }, { label: 'E-mail' }] }
    const params = { city: 'Recife', email: 'ana@exemplo.com.br' }
    const customs = [
      { label: 'City', value: 'Recife' },
      { label: 'E-mail', value: 'ana@exemplo.com.br' },
    ]
    expect(typed(params, { ...asked, fields: ['fullName'] })).toEqual({ customFields: customs })
    expect(typed(params, { ...asked, fields: ['email', 'deliveryAddress'] })).toMatchObject({
      email: { valid: true },
      deliveryAddress: { city: 'Recife' },
    })
  })
})

describe('other answers', () => {
  test('keep key and value, and say what the person saw', () => {
    const titles = withTitles([
      { name: 'screen_0_Plan_1', type: 'Dropdown', label: '', value: 'Premium' },
      { name: 'screen_0_Days_2', type: 'CheckboxGroup', label: 'Dias', value: ['Seg', 'Ter'] },
    ])
    expect(typed({ screen_0_Plan_1: '0_premium', screen_0_Days_2: '["0_mon","1_tue"]', ...titles }).other).toEqual([
      { key: 'screen_0_Plan_1', label: 'Plan', value: '0_premium', display: 'Premium' },
      { key: 'screen_0_Days_2', label: 'Dias', value: ['0_mon', '1_tue'], display: 'Seg, Ter' },
    ])
  })

  test.each<[string, unknown, string | undefined]>([
    ['screen_0_Date_1', '1703257240046', '2023-12-22'],
    ['birthday_date', '-86400000', '1969-12-31'],
    ['data_nascimento', 1703257240046, '2023-12-22'],
    ['when', '2023-12-22', '2023-12-22'],
    ['when', '2023-12-22T10:00:00.000Z', '2023-12-22'],
    ['when', '2023-02-30', undefined],
    ['whatsapp', '5511999999999', undefined],
    ['date', '99999999999999', undefined],
    ['date', 'tomorrow', undefined],
    ['dates', ['1703257240046'], undefined],
  ])('%s of %j is the day %s', (key, value, date) => {
    expect(typed({ [key]: value }).other?.[0]?.date).toBe(date)
  })

  test('a date is told by its component too', () => {
    const titles = withTitles([{ name: 'f1', type: 'DatePicker', label: '', value: '1703257240046' }])
    expect(typed(titles).other?.[0]).toMatchObject({ key: 'f1', date: '2023-12-22' })
  })

  test('a ready-made name with a list for a value is not squeezed into its type', () => {
    expect(typed({ email: ['a', 'b'] })).toEqual({ other: [{ key: 'email', label: 'email', value: ['a', 'b'] }] })
  })
})

test('nothing that a person said is lost, whatever the questions were', () => {
  const name = fc.constantFrom(
    'full_name',
    'phone_number',
    'email',
    'cpf_or_cnpj',
    'cep',
    'city',
    'q1',
    'q2',
    'q3',
    '__proto__',
  )
  const value = fc.stringMatching(/^[a-z0-9 @.-]{1,30}$/).filter((text) => text.trim() !== '')
  const pairs = fc.uniqueArray(fc.tuple(name, value), { selector: ([one]) => one, maxLength: 8 })
  const labels = fc.array(fc.constantFrom('City', 'Q 1', 'Empresa', '?'), { maxLength: 3 })
  fc.assert(
    fc.property(pairs, labels, fc.boolean(), (given, asked, knowsFields) => {
      const customFields = asked.map((label) => ({ label }))
      const fields = given.map(([one, text]) => ({ name: one, label: null, type: null, value: text, display: null }))
      const context = { personDigits: brazil, customFields, ...(knowsFields ? { fields: [] } : {}) }
      const text = JSON.stringify(typeAnswer(fields, context))
      for (const [one, said] of given) {
        if (one !== 'cpf_or_cnpj') expect(text).toContain(said.trim())
      }
    }),
  )
})

test('a thousand hostile fields are typed without delay', () => {
  const bomb = Object.fromEntries(Array.from({ length: 990 }, (_, at) => [`${at}_${'é'.repeat(20)}`, '9'.repeat(100)]))
  const customFields = Array.from({ length: 100 }, (_, at) => ({ label: `Question ${at}` }))
  const started = performance.now()
  typed({ ...bomb, phone_number: '9'.repeat(16_000), email: `${'a@'.repeat(8_000)}b.c` }, { customFields })
  expect(performance.now() - started).toBeLessThan(1_000)
})
