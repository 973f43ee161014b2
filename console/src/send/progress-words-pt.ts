import type { ProgressWords } from './progress-words-en.ts'

export const portuguese: ProgressWords = {
  title: 'O que aconteceu',
  none: 'Nada foi enviado daqui ainda. Envie um formulário e veja aqui quando ele chega, é lido e é respondido.',
  to: (recipient) => `Para ${recipient}`,
  asking: 'Entregando ao servidor…',
  waiting: (seconds) => `A conversa mostra “digitando…” por ${seconds} s antes do envio.`,
  states: {
    queued: 'Esperando',
    sending: 'Enviando',
    sent: 'Enviado',
    delivered: 'Entregue',
    read: 'Lido',
    answered: 'Respondido',
    failed: 'Falhou',
    expired: 'Vencido',
    unknown: 'Não se sabe',
  },
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
  late: 'A resposta veio depois de o formulário vencer.',
  reached: 'alcançado',
  notYet: 'ainda não',
  openAnswer: 'Ver a resposta',
  openForm: 'Ver este formulário',
  warnings: 'Enviado, mas o WhatsApp pode não mostrar como se espera:',
  failed: (code) => `Falhou (${code})`,
  failures: {
    '463': {
      what: 'O WhatsApp não deixa este número escrever primeiro a quem nunca escreveu para ele.',
      helps:
        'Não tente de novo agora. Deixe a pessoa escrever antes (por um link wa.me, por exemplo) ou envie a quem já escreveu; costuma acabar em horas ou dias.',
    },
    account_restricted: {
      what: 'O WhatsApp recusou há pouco uma primeira mensagem deste número, então o servidor segura as primeiras mensagens por um tempo.',
      helps: 'A quem já escreveu para este número dá para escrever agora; para os outros, espere.',
    },
    '479': {
      what: 'O WhatsApp não conseguiu ler a mensagem.',
      helps: 'Formulários em grupos não são garantidos. Para uma pessoa: tente sem cabeçalho, rodapé e perguntas suas.',
    },
    '405': {
      what: 'O WhatsApp recusa este tipo de mensagem vindo deste número.',
      helps: 'Tente outro número; pode ser preciso uma conta comercial.',
    },
    no_devices: {
      what: 'O WhatsApp não lista nenhum aparelho que possa ler a mensagem.',
      helps: 'Confira o número e se a pessoa ainda usa o WhatsApp.',
    },
    not_connected: {
      what: 'A conexão com o WhatsApp caiu antes de a mensagem sair.',
      helps: 'Espere o número conectar de novo e envie outra vez.',
    },
    no_verdict: {
      what: 'O WhatsApp não confirmou a mensagem em um minuto.',
      helps: 'Ela pode ter saído mesmo assim: pergunte à pessoa antes de enviar de novo.',
    },
    engine_failed: {
      what: 'A mensagem não pôde ser cifrada ou escrita.',
      helps: 'Envie de novo. Se repetir, reconecte o número.',
    },
    erased: {
      what: 'O que a mensagem cita, ou a pessoa a quem ia, foi apagado antes do envio.',
      helps: 'Envie de novo sem a citação.',
    },
  },
  otherFailure: 'É um código do próprio WhatsApp, e não se sabe mais dele. Espere um pouco antes de tentar de novo.',
  lost: {
    what: 'O servidor não responde, então ainda não se sabe se o formulário chegou até ele.',
    helps: 'Aperte “Enviar formulário” de novo quando ele voltar: o que já chegou não é enviado outra vez.',
  },
  older: (count) => (count === 1 ? 'Um enviado antes' : `${count} enviados antes`),
}
