import type { Words } from '../words/language.ts'

const en = {
  title: 'On the phone',
  about: 'Approximately, as WhatsApp draws it today: phones and versions differ, and some show no form at all.',
  language: 'The phone’s language',
  picture: (what: string) => `A drawing of the message and its form. ${what}`,
  asks: (questions: string) => `The form asks: ${questions}.`,
  asksNothing: 'The form asks nothing: it only confirms.',
  opened: 'When the button is tapped',
  emptyMessage: 'The message',
  custom: 'The design of this form is kept by Meta, not in the message: it cannot be drawn here.',
  broken: 'A phone would not open it. Missing or wrong in the button parameters:',
  noObject: 'a JSON object',
  closed: 'With this message version a phone opens no form: it asks to update WhatsApp instead.',
}

export const previewWords: Words<typeof en> = {
  en,
  'pt-BR': {
    title: 'No telefone',
    about: 'Mais ou menos como o WhatsApp desenha hoje: telefones e versões diferem, e alguns não mostram formulário.',
    language: 'O idioma do telefone',
    picture: (what) => `Um desenho da mensagem e do formulário. ${what}`,
    asks: (questions) => `O formulário pergunta: ${questions}.`,
    asksNothing: 'O formulário não pergunta nada: só confirma.',
    opened: 'Ao tocar no botão',
    emptyMessage: 'A mensagem',
    custom: 'O desenho deste formulário está na Meta, não na mensagem: não dá para mostrá-lo aqui.',
    broken: 'Um telefone não o abriria. Falta ou está errado nos parâmetros do botão:',
    noObject: 'um objeto JSON',
    closed: 'Com esta versão da mensagem o telefone não abre formulário: pede para atualizar o WhatsApp.',
  },
  es: {
    title: 'En el teléfono',
    about:
      'Más o menos como WhatsApp lo dibuja hoy: teléfonos y versiones difieren, y algunos no muestran formularios.',
    language: 'El idioma del teléfono',
    picture: (what) => `Un dibujo del mensaje y su formulario. ${what}`,
    asks: (questions) => `El formulario pregunta: ${questions}.`,
    asksNothing: 'El formulario no pregunta nada: solo confirma.',
    opened: 'Al tocar el botón',
    emptyMessage: 'El mensaje',
    custom: 'El diseño de este formulario está en Meta, no en el mensaje: aquí no se puede dibujar.',
    broken: 'Un teléfono no lo abriría. Falta o está mal en los parámetros del botón:',
    noObject: 'un objeto JSON',
    closed: 'Con esta versión del mensaje el teléfono no abre formularios: pide actualizar WhatsApp.',
  },
}
