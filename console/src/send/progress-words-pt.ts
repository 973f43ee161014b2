import type { ProgressWords } from './progress-words-en.ts'

export const portuguese: ProgressWords = {
  title: 'O que aconteceu',
  none: 'Nada foi enviado daqui ainda. Envie um formulário e veja aqui quando ele chega, é lido e é respondido.',
  to: (recipient) => `Para ${recipient}`,
  asking: 'Entregando ao servidor…',
  waiting: (seconds) => `A conversa mostra “digitando…” por ${seconds} s antes do envio.`,
  accepted: 'Aceito',
  explained: {
    queued: 'Sai quando chegar a vez dele. Você pode deixar esta página.',
    sending: 'Está a caminho do WhatsApp; falta a confirmação dele.',
    sent: 'O WhatsApp já tem. O telefone ainda não: pode estar desligado.',
    delivered:
      'Está no telefone. “Lido” vem quando a conversa é aberta; quem esconde a confirmação de leitura fica em “entregue”.',
    read: 'A conversa foi aberta. Se o formulário também, ninguém consegue ver.',
    answered: 'A resposta chegou.',
    failed: 'Não foi enviado.',
    expired: 'O prazo acabou. Uma resposta que ainda chegue vale, marcada como atrasada.',
    unknown: 'O servidor parou durante o envio: pode ter saído. Nunca é enviado de novo sozinho.',
  },
  late: 'A resposta veio depois de o formulário expirar.',
  reached: 'alcançado',
  notYet: 'ainda não',
  openAnswer: 'Ver a resposta',
  openForm: 'Ver este formulário',
  warnings: 'Enviado, mas o WhatsApp pode não mostrar como se espera:',
  failed: (code) => `Falhou (${code})`,
  lost: {
    what: 'O servidor não responde, então ainda não se sabe se o formulário chegou até ele.',
    helps: 'Aperte “Enviar formulário” de novo quando ele voltar: o que já chegou não é enviado outra vez.',
  },
  older: (count) => (count === 1 ? 'Um enviado antes' : `${count} enviados antes`),
}
