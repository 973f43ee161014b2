import type { ExportLanguage } from './export-row.ts'
import { FIXED_COLUMNS, type FixedColumn } from './fixed-columns.ts'

/** The column of what has none of its own. */
export const MORE = 'more'

type Words = Record<FixedColumn | typeof MORE, string>

const EN: Words = {
  id: 'Form ID',
  messageId: 'Message ID',
  flowToken: 'Token',
  formType: 'Form type',
  formName: 'Form name',
  number: 'Number',
  'chat.jid': 'Chat (JID)',
  'chat.lid': 'Chat (LID)',
  source: 'Source',
  message: 'Message',
  state: 'State',
  late: 'Late',
  'failure.code': 'Failure code',
  createdAt: 'Created at',
  sentAt: 'Sent at',
  deliveredAt: 'Delivered at',
  readAt: 'Read at',
  answeredAt: 'First answered at',
  failedAt: 'Failed at',
  expiresAt: 'Expires at',
  'answer.id': 'Answer ID',
  'answer.revision': 'Revision',
  'answer.at': 'Submitted at',
  'answer.from.jid': 'Answered by (JID)',
  'answer.from.lid': 'Answered by (LID)',
  'answer.from.name': 'Answered by (profile name)',
  'answer.matchedBy': 'Matched by',
  'answer.late': 'Late answer',
  'answer.erased': 'Erased',
  'answers.fullName': 'Full name',
  'answers.phoneNumber': 'Phone number',
  'answers.phoneNumber.valid': 'Phone number is valid',
  'answers.email': 'E-mail',
  'answers.email.valid': 'E-mail is valid',
  'answers.cpfOrCnpj': 'CPF or CNPJ',
  'answers.cpfOrCnpj.kind': 'Kind of document',
  'answers.cpfOrCnpj.valid': 'CPF or CNPJ is valid',
  'answers.citizenshipCard': 'Citizenship card',
  'answers.deliveryAddress.postalCode': 'Postal code',
  'answers.deliveryAddress.country': 'Country',
  'answers.deliveryAddress.state': 'State or department',
  'answers.deliveryAddress.city': 'City',
  'answers.deliveryAddress.neighborhood': 'Neighbourhood',
  'answers.deliveryAddress.street': 'Street and number',
  'answers.deliveryAddress.complement': 'Second address line',
  'answers.deliveryAddress.recipientName': 'Recipient of the delivery',
  'answers.deliveryAddress.note': 'Delivery note',
  more: 'More',
}

const PT: Words = {
  id: 'Formulário (ID)',
  messageId: 'Mensagem (ID)',
  flowToken: 'Token',
  formType: 'Tipo de formulário',
  formName: 'Nome do formulário',
  number: 'Número',
  'chat.jid': 'Conversa (JID)',
  'chat.lid': 'Conversa (LID)',
  source: 'Origem',
  message: 'Mensagem',
  state: 'Situação',
  late: 'Atrasado',
  'failure.code': 'Código da falha',
  createdAt: 'Criado em',
  sentAt: 'Enviado em',
  deliveredAt: 'Entregue em',
  readAt: 'Lido em',
  answeredAt: 'Primeira resposta em',
  failedAt: 'Falhou em',
  expiresAt: 'Expira em',
  'answer.id': 'Resposta (ID)',
  'answer.revision': 'Revisão',
  'answer.at': 'Respondido em',
  'answer.from.jid': 'Respondido por (JID)',
  'answer.from.lid': 'Respondido por (LID)',
  'answer.from.name': 'Respondido por (nome do perfil)',
  'answer.matchedBy': 'Associado por',
  'answer.late': 'Resposta atrasada',
  'answer.erased': 'Apagada',
  'answers.fullName': 'Nome completo',
  'answers.phoneNumber': 'Telefone',
  'answers.phoneNumber.valid': 'Telefone válido',
  'answers.email': 'E-mail',
  'answers.email.valid': 'E-mail válido',
  'answers.cpfOrCnpj': 'CPF ou CNPJ',
  'answers.cpfOrCnpj.kind': 'Tipo de documento',
  'answers.cpfOrCnpj.valid': 'CPF ou CNPJ válido',
  'answers.citizenshipCard': 'Documento de identidade',
  'answers.deliveryAddress.postalCode': 'CEP',
  'answers.deliveryAddress.country': 'País',
  'answers.deliveryAddress.state': 'Estado',
  'answers.deliveryAddress.city': 'Cidade',
  'answers.deliveryAddress.neighborhood': 'Bairro',
  'answers.deliveryAddress.street': 'Rua e número',
  'answers.deliveryAddress.complement': 'Complemento',
  'answers.deliveryAddress.recipientName': 'Destinatário da entrega',
  'answers.deliveryAddress.note': 'Observação da entrega',
  more: 'Mais',
}

const ES: Words = {
  id: 'Formulario (ID)',
  messageId: 'Mensaje (ID)',
  flowToken: 'Token',
  formType: 'Tipo de formulario',
  formName: 'Nombre del formulario',
  number: 'Número',
  'chat.jid': 'Conversación (JID)',
  'chat.lid': 'Conversación (LID)',
  source: 'Origen',
  message: 'Mensaje',
  state: 'Estado',
  late: 'Con retraso',
  'failure.code': 'Código del fallo',
  createdAt: 'Creado el',
  sentAt: 'Enviado el',
  deliveredAt: 'Entregado el',
  readAt: 'Leído el',
  answeredAt: 'Primera respuesta el',
  failedAt: 'Falló el',
  expiresAt: 'Vence el',
  'answer.id': 'Respuesta (ID)',
  'answer.revision': 'Revisión',
  'answer.at': 'Respondido el',
  'answer.from.jid': 'Respondido por (JID)',
  'answer.from.lid': 'Respondido por (LID)',
  'answer.from.name': 'Respondido por (nombre del perfil)',
  'answer.matchedBy': 'Asociado por',
  'answer.late': 'Respuesta con retraso',
  'answer.erased': 'Borrada',
  'answers.fullName': 'Nombre completo',
  'answers.phoneNumber': 'Teléfono',
  'answers.phoneNumber.valid': 'Teléfono válido',
  'answers.email': 'Correo electrónico',
  'answers.email.valid': 'Correo electrónico válido',
  'answers.cpfOrCnpj': 'CPF o CNPJ',
  'answers.cpfOrCnpj.kind': 'Tipo de documento',
  'answers.cpfOrCnpj.valid': 'CPF o CNPJ válido',
  'answers.citizenshipCard': 'Documento de identidad',
  'answers.deliveryAddress.postalCode': 'Código postal',
  'answers.deliveryAddress.country': 'País',
  'answers.deliveryAddress.state': 'Estado o departamento',
  'answers.deliveryAddress.city': 'Ciudad',
  'answers.deliveryAddress.neighborhood': 'Barrio o colonia',
  'answers.deliveryAddress.street': 'Calle y número',
  'answers.deliveryAddress.complement': 'Complemento',
  'answers.deliveryAddress.recipientName': 'Destinatario de la entrega',
  'answers.deliveryAddress.note': 'Nota de entrega',
  more: 'Más',
}

const WORDS = { en: EN, pt: PT, es: ES }

/** Headings of the fixed columns. */
export function fixedHeadings(lang: ExportLanguage): string[] {
  return lang === null ? [...FIXED_COLUMNS] : FIXED_COLUMNS.map((column) => WORDS[lang][column])
}

/** Heading of the last column. */
export function moreHeading(lang: ExportLanguage): string {
  return lang === null ? MORE : WORDS[lang][MORE]
}

/** What the sheets of a workbook are called; the second one on are numbered. */
export function sheetName(lang: ExportLanguage): string {
  switch (lang) {
    case 'pt':
      return 'Respostas'
    case 'es':
      return 'Respuestas'
    case 'en':
    case null:
      return 'Answers'
  }
}
