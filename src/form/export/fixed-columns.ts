import type { AddressAnswer } from '../domain/typed-address.ts'
import { type ExportRow, typedOf } from './export-row.ts'
import type { TellTime } from './local-time.ts'

type Cell = string | number | boolean | null | undefined
type ReadCell = (row: ExportRow, time: TellTime) => Cell

const address = (part: Exclude<keyof AddressAnswer, 'raw'>) => (row: ExportRow) => typedOf(row).deliveryAddress?.[part]

/** The columns that every export has, in their order, under the names that the API uses. */
const FIXED = {
  id: ({ form }) => form.id,
  messageId: ({ form }) => form.messageId,
  flowToken: ({ form }) => form.flowToken,
  formType: ({ form }) => form.formType,
  formName: ({ form }) => form.formName,
  number: ({ form }) => form.number,
  'chat.jid': ({ form }) => form.chat.jid,
  'chat.lid': ({ form }) => form.chat.lid,
  source: ({ form }) => form.source,
  message: ({ form }) => form.message,
  state: ({ form }) => form.state,
  late: ({ form }) => form.late,
  'failure.code': ({ form }) => form.failure?.code,
  createdAt: ({ form }, time) => time(form.createdAt),
  sentAt: ({ form }, time) => time(form.sentAt),
  deliveredAt: ({ form }, time) => time(form.deliveredAt),
  readAt: ({ form }, time) => time(form.readAt),
  answeredAt: ({ form }, time) => time(form.answeredAt),
  failedAt: ({ form }, time) => time(form.failedAt),
  expiresAt: ({ form }, time) => time(form.expiresAt),
  'answer.id': ({ answer }) => answer?.id,
  'answer.revision': ({ answer }) => answer?.revision,
  'answer.at': ({ answer }, time) => answer && time(answer.at),
  'answer.from.jid': ({ answer }) => answer?.from.jid,
  'answer.from.lid': ({ answer }) => answer?.from.lid,
  'answer.from.name': ({ answer }) => answer?.from.name,
  'answer.matchedBy': ({ answer }) => answer?.matchedBy,
  'answer.late': ({ answer }) => answer?.late,
  'answer.erased': ({ answer }) => answer?.erased,
  'answers.fullName': (row) => typedOf(row).fullName,
  'answers.phoneNumber': (row) => {
    const phone = typedOf(row).phoneNumber
    return phone?.valid ? phone.e164 : phone?.raw
  },
  'answers.phoneNumber.valid': (row) => typedOf(row).phoneNumber?.valid,
  'answers.email': (row) => typedOf(row).email?.value,
  'answers.email.valid': (row) => typedOf(row).email?.valid,
  'answers.cpfOrCnpj': (row) => typedOf(row).cpfOrCnpj?.formatted,
  'answers.cpfOrCnpj.kind': (row) => typedOf(row).cpfOrCnpj?.kind,
  'answers.cpfOrCnpj.valid': (row) => typedOf(row).cpfOrCnpj?.valid,
  'answers.citizenshipCard': (row) => typedOf(row).citizenshipCard,
  'answers.deliveryAddress.postalCode': address('postalCode'),
  'answers.deliveryAddress.country': address('country'),
  'answers.deliveryAddress.state': address('state'),
  'answers.deliveryAddress.city': address('city'),
  'answers.deliveryAddress.neighborhood': address('neighborhood'),
  'answers.deliveryAddress.street': address('street'),
  'answers.deliveryAddress.complement': address('complement'),
  'answers.deliveryAddress.recipientName': address('recipientName'),
  'answers.deliveryAddress.note': address('note'),
} as const satisfies Record<string, ReadCell>

export type FixedColumn = keyof typeof FIXED

export const FIXED_COLUMNS = Object.keys(FIXED) as FixedColumn[]

const READERS: readonly ReadCell[] = Object.values(FIXED)

/** What a row has in the fixed columns, in their order. */
export function fixedCells(row: ExportRow, time: TellTime): string[] {
  return READERS.map((read) => String(read(row, time) ?? ''))
}
