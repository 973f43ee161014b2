import type { Words } from '../words/language.ts'

const en = {
  phone: 'Simulated phone',
  about: 'A make-believe WhatsApp on this machine: open the form there, and answer it with invented data.',
  show: 'Show the simulated phone',
  hide: 'Hide the simulated phone',
}

export const phoneWords: Words<typeof en> = {
  en,
  'pt-BR': {
    phone: 'Telefone simulado',
    about: 'Um WhatsApp de mentira nesta máquina: abra o formulário ali e responda com dados inventados.',
    show: 'Mostrar o telefone simulado',
    hide: 'Esconder o telefone simulado',
  },
  es: {
    phone: 'Teléfono simulado',
    about: 'Un WhatsApp de mentira en esta máquina: abre allí el formulario y respóndelo con datos inventados.',
    show: 'Mostrar el teléfono simulado',
    hide: 'Ocultar el teléfono simulado',
  },
}
