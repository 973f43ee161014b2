import type { Words } from '../words/language.ts'

const en = {
  phone: 'Simulated phone',
  show: 'Show the simulated phone',
  hide: 'Hide the simulated phone',
}

export const phoneWords: Words<typeof en> = {
  en,
  'pt-BR': {
    phone: 'Telefone simulado',
    show: 'Mostrar o telefone simulado',
    hide: 'Esconder o telefone simulado',
  },
  es: {
    phone: 'Teléfono simulado',
    show: 'Mostrar el teléfono simulado',
    hide: 'Ocultar el teléfono simulado',
  },
}
