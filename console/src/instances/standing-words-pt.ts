import type { StandingWords } from './standing-words-en.ts'

const BY_ITSELF = 'O servidor tenta de novo sozinho; nada do que as pessoas enviarem nesse meio-tempo se perde.'

export const portuguese: StandingWords = {
  states: {
    connected: 'Conectado',
    connecting: 'Conectando',
    disconnected: 'Desconectado',
    loggedout: 'Desvinculado',
    banned: 'Banido',
    passkey_required: 'Pede chave de acesso',
  },
  noNumber: 'Ainda sem número',
  waitsForPhone: 'Esperando o celular',
  askAnew: 'O número ainda não estava vinculado: peça um código novo.',
  bannedUntil: (moment) => `O WhatsApp diz que o banimento termina em ${moment}.`,
  restricted: (until) =>
    `O WhatsApp recusou uma primeira mensagem a um desconhecido. Até ${until} nenhuma será tentada.`,
  restrictedHelps:
    'Quem já escreveu para este número continua recebendo. Veja no celular: quando a restrição sumir de lá, “Reconectar” encerra a espera.',
  situations: {
    connected: { what: 'O número está conectado.', helps: 'Mensagens e formulários saem, e as respostas chegam.' },
    connecting: { what: 'O número está se conectando ao WhatsApp.', helps: 'Leva alguns segundos.' },
    linking: {
      what: 'Um código está esperando o celular.',
      helps: 'Escaneie ou digite o código no WhatsApp do celular antes que ele expire.',
    },
    unlinked: {
      what: 'Ainda não há número vinculado.',
      helps: 'Vincule um com o celular dele: por QR code ou por um código de oito caracteres.',
    },
    disconnected: { what: 'O número não está conectado.', helps: 'Reconecte.' },
    logged_out_here: {
      what: 'O número foi desvinculado por aqui.',
      helps: 'Os formulários e as respostas ficam. Vincule um número para continuar.',
    },
    connection_lost: { what: 'A conexão com o WhatsApp caiu.', helps: BY_ITSELF },
    timed_out: { what: 'O WhatsApp não respondeu.', helps: BY_ITSELF },
    server_unavailable: {
      what: 'O WhatsApp está fora do ar.',
      helps: `O problema é do próprio WhatsApp. ${BY_ITSELF}`,
    },
    restart_required: { what: 'O WhatsApp pediu para conectar de novo.', helps: BY_ITSELF },
    store_failed: {
      what: 'O servidor não conseguiu ler ou gravar os próprios dados.',
      helps: `Avise quem cuida do servidor: o disco pode estar cheio. ${BY_ITSELF}`,
    },
    proxy_failed: {
      what: 'O proxy deste número não foi alcançado ou nos recusou.',
      helps: 'Veja o proxy nas configurações. O servidor tenta de novo sozinho, e nunca por fora do proxy.',
    },
    gateway_stopped: {
      what: 'O servidor foi parado.',
      helps: 'Um número vinculado se conecta sozinho quando ele voltar.',
    },
    closed_by_us: { what: 'A conexão foi fechada por aqui.', helps: 'Reconecte.' },
    logged_out: {
      what: 'O vínculo foi removido no celular ou recusado pelo WhatsApp.',
      helps: 'Vincule o número de novo. Os formulários e as respostas ficam.',
    },
    banned: {
      what: 'O WhatsApp recusa este número, por um tempo ou de vez.',
      helps:
        'Abra o WhatsApp no celular dele: ali diz por quanto tempo, ou dá para pedir análise. Reconecte quando o número puder ser usado. Antes disso nada é tentado, porque insistir com um número banido piora as coisas.',
    },
    replaced: {
      what: 'Outra conexão assumiu com as mesmas chaves.',
      helps: 'Um segundo servidor ou uma cópia restaurada está usando este vínculo. Pare o outro e reconecte aqui.',
    },
    bad_session: {
      what: 'O WhatsApp não aceitou a sessão.',
      helps: 'Reconecte. Se não adiantar, desvincule o número e vincule de novo.',
    },
    client_outdated: {
      what: 'O WhatsApp não aceita mais esta versão do servidor.',
      helps:
        'Quem cuida do servidor precisa atualizá-lo, ou definir WHATSAPP_VERSION, e reiniciar. O número continua vinculado.',
    },
    server_not_genuine: {
      what: 'O servidor contatado não provou que é o WhatsApp.',
      helps:
        'Algo entre aqui e o WhatsApp está abrindo a criptografia. Nada foi enviado a ele. Descubra o que é e depois reconecte.',
    },
    link_expired: { what: 'O código expirou sem ser usado.', helps: 'Peça outro quando estiver com o celular na mão.' },
    passkey_required: {
      what: 'Esta conta do WhatsApp pede uma chave de acesso (passkey) para conectar dispositivos.',
      helps: 'Só os aplicativos do próprio WhatsApp conseguem fornecê-la. Use um número cuja conta não peça.',
    },
    number_linked_elsewhere: {
      what: 'Este número está vinculado a outra instância sua.',
      helps: 'Desvincule-o lá, ou exclua aquela instância, e depois vincule aqui.',
    },
    number_refused: {
      what: 'Este número não pode ser vinculado aqui.',
      helps:
        'No celular dele, remova os dispositivos que o WhatsApp mostra em Dispositivos conectados e tente de novo.',
    },
    exported: {
      what: 'Esta instância foi exportada e não se conecta aqui.',
      helps:
        'Duas cópias do mesmo vínculo se destroem. Use-a onde o arquivo foi parar. Quando aquela cópia não existir mais, quem cuida do servidor a traz de volta com “formwire instance resume”.',
    },
  },
}
