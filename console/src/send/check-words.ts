import type { Words } from '../words/language.ts'
import type { Refusal, Warning } from './check.ts'
import type { RecipientFlaw } from './recipient.ts'

type Printed = (count: number) => string

export interface CheckWords {
  refusal(refusal: Refusal, print: Printed): string
  warning(warning: Warning, print: Printed): string
}

function refusalWith(
  say: {
    required: string
    too_long(most: string, count: string): string
    recipient: Record<RecipientFlaw, string>
    no_question: string
    no_json: string
    no_object: string
    too_many_bytes(most: string): string
    no_number: string
    out_of_range(least: string, most: string): string
  },
  refusal: Refusal,
  print: Printed,
): string {
  switch (refusal.type) {
    case 'recipient':
      return say.recipient[refusal.why]
    case 'too_long':
      return say.too_long(print(refusal.most), print(refusal.count))
    case 'too_many_bytes':
      return say.too_many_bytes(print(refusal.most))
    case 'out_of_range':
      return say.out_of_range(print(refusal.least), print(refusal.most))
    case 'required':
    case 'no_question':
    case 'no_json':
    case 'no_object':
    case 'no_number':
      return say[refusal.type]
  }
}

function warningWith(
  say: {
    may_be_cut(believed: string, count: string): string
    no_country_code: string
    missing_params(names: string): string
    flow_id: string
    never_opens: string
    version_unproven: string
  },
  warning: Warning,
  print: Printed,
): string {
  switch (warning.type) {
    case 'may_be_cut':
      return say.may_be_cut(print(warning.believed), print(warning.count))
    case 'missing_params':
      return say.missing_params(warning.names.join(', '))
    case 'no_country_code':
    case 'flow_id':
    case 'never_opens':
    case 'version_unproven':
      return say[warning.type]
  }
}

const en: CheckWords = {
  refusal: (refusal, print) =>
    refusalWith(
      {
        required: 'This is needed.',
        too_long: (most, count) => `At most ${most} characters; these are ${count}.`,
        recipient: {
          letters: 'Write digits with the country code, or an address such as …@g.us.',
          short: 'Too few digits: the country code and the area code belong to it.',
          long: 'More than 15 digits. A group needs its whole address, ending in @g.us.',
          zero: 'A country code never begins with 0.',
          address: 'This is no WhatsApp address: they end in @s.whatsapp.net, @lid or @g.us.',
          channel: 'Channels and broadcast lists cannot get forms.',
        },
        no_question: 'Contact details must ask at least one question: tick a field, or add a question of your own.',
        no_json: 'This is not valid JSON.',
        no_object: 'This must be a JSON object: { … }.',
        too_many_bytes: (most) => `At most ${most} bytes.`,
        no_number: 'Write a number.',
        out_of_range: (least, most) => `From ${least} to ${most}.`,
      },
      refusal,
      print,
    ),
  warning: (warning, print) =>
    warningWith(
      {
        may_be_cut: (believed, count) =>
          `${count} characters; WhatsApp is believed to show ${believed}. It is sent, and may be cut.`,
        no_country_code: 'Is the country code missing? Brazil’s is 55.',
        missing_params: (names) => `Without ${names} the form does not open on Android.`,
        flow_id: 'Only ids made of digits are known to open on a phone.',
        never_opens: 'With 1 the form never opens on a phone.',
        version_unproven: 'Only 3 is known to open on a phone.',
      },
      warning,
      print,
    ),
}

const pt: CheckWords = {
  refusal: (refusal, print) =>
    refusalWith(
      {
        required: 'Isto é necessário.',
        too_long: (most, count) => `No máximo ${most} caracteres; são ${count}.`,
        recipient: {
          letters: 'Escreva dígitos com o código do país, ou um endereço como …@g.us.',
          short: 'Dígitos de menos: o código do país e o DDD fazem parte.',
          long: 'Mais de 15 dígitos. Um grupo precisa do endereço inteiro, que termina em @g.us.',
          zero: 'Um código de país nunca começa com 0.',
          address: 'Não é um endereço do WhatsApp: eles terminam em @s.whatsapp.net, @lid ou @g.us.',
          channel: 'Canais e listas de transmissão não recebem formulários.',
        },
        no_question:
          'Dados de contato precisam de ao menos uma pergunta: marque um campo ou adicione uma pergunta sua.',
        no_json: 'Não é um JSON válido.',
        no_object: 'Precisa ser um objeto JSON: { … }.',
        too_many_bytes: (most) => `No máximo ${most} bytes.`,
        no_number: 'Escreva um número.',
        out_of_range: (least, most) => `De ${least} a ${most}.`,
      },
      refusal,
      print,
    ),
  warning: (warning, print) =>
    warningWith(
      {
        may_be_cut: (believed, count) =>
          `${count} caracteres; acredita-se que o WhatsApp mostre ${believed}. Vai assim, e pode ser cortado.`,
        no_country_code: 'Falta o código do país? O do Brasil é 55.',
        missing_params: (names) => `Sem ${names} o formulário não abre no Android.`,
        flow_id: 'Só ids feitos de dígitos são conhecidos por abrir num telefone.',
        never_opens: 'Com 1 o formulário nunca abre num telefone.',
        version_unproven: 'Só 3 é conhecido por abrir num telefone.',
      },
      warning,
      print,
    ),
}

const es: CheckWords = {
  refusal: (refusal, print) =>
    refusalWith(
      {
        required: 'Esto hace falta.',
        too_long: (most, count) => `${most} caracteres como máximo; son ${count}.`,
        recipient: {
          letters: 'Escribe dígitos con el código del país, o una dirección como …@g.us.',
          short: 'Faltan dígitos: el código del país y el de área son parte del número.',
          long: 'Más de 15 dígitos. Un grupo necesita su dirección entera, que termina en @g.us.',
          zero: 'Un código de país nunca empieza con 0.',
          address: 'No es una dirección de WhatsApp: terminan en @s.whatsapp.net, @lid o @g.us.',
          channel: 'Los canales y las listas de difusión no reciben formularios.',
        },
        no_question: 'Los datos de contacto deben preguntar algo: marca un campo o agrega una pregunta tuya.',
        no_json: 'No es un JSON válido.',
        no_object: 'Debe ser un objeto JSON: { … }.',
        too_many_bytes: (most) => `${most} bytes como máximo.`,
        no_number: 'Escribe un número.',
        out_of_range: (least, most) => `De ${least} a ${most}.`,
      },
      refusal,
      print,
    ),
  warning: (warning, print) =>
    warningWith(
      {
        may_be_cut: (believed, count) =>
          `${count} caracteres; se cree que WhatsApp muestra ${believed}. Se envía, y puede quedar cortado.`,
        no_country_code: '¿Falta el código del país? El de Brasil es 55.',
        missing_params: (names) => `Sin ${names} el formulario no se abre en Android.`,
        flow_id: 'Solo se sabe que abren en un teléfono los ids hechos de dígitos.',
        never_opens: 'Con 1 el formulario nunca se abre en un teléfono.',
        version_unproven: 'Solo se sabe que el 3 abre en un teléfono.',
      },
      warning,
      print,
    ),
}

export const checkWords: Words<CheckWords> = { en, 'pt-BR': pt, es }
