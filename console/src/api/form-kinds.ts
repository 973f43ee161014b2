import type { paths } from './schema.d.ts'

type Listed = paths['/api/form/list/{instance}']['get']['responses'][200]['content']['application/json']

export type FormType = Listed['forms'][number]['formType']

export const FORM_TYPES = ['contact_details', 'registration_offer', 'custom'] as const satisfies readonly FormType[]
