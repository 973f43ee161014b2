import { type ProblemWords, whole, withDetail } from './known-problem.ts'

export const portuguese: ProblemWords = {
  refused: 'O servidor recusou',
  unexpected: 'Algo deu errado nesta página. Recarregue; se acontecer de novo, avise quem cuida do servidor.',
  retryAfter: (time) => `Você pode tentar de novo em ${time}.`,
  byCode: {
    offline: whole('O servidor não responde', 'Tentamos de novo até ele responder; nada do que você vê se perde.'),
    unknown: withDetail(
      'Não deu para entender a resposta',
      'Algo entre você e o servidor pode ter respondido no lugar dele, um proxy por exemplo. Tente de novo.',
    ),

    token_invalid: whole('Este token não abre nada aqui', 'Confira se ele foi copiado por inteiro.'),
    token_missing: whole('Você não entrou', 'Entre de novo.'),
    session_ended: whole('Sua sessão terminou', 'Entre de novo.'),
    sign_in_throttled: whole('Muitas tentativas erradas a partir daqui', 'Espere e entre com o token certo.'),
    token_other_instance: whole(
      'Seu token não abre esta instância',
      'Entre com o token desta instância ou com o da conta.',
    ),
    token_taken: whole('Este token não pode ser usado', 'Escolha outro ou deixe vazio: então criamos um para você.'),
    origin_refused: whole(
      'O servidor não conhece este endereço do painel',
      'Abra o painel no endereço para o qual o servidor foi configurado.',
    ),

    rate_limited: whole('Pedidos demais ao mesmo tempo', 'Espere um instante.'),
    too_many_waiting: whole('Já há pedidos demais esperando', 'Espere alguns segundos e tente de novo.'),
    too_many_sockets: whole('Páginas e programas demais acompanham esta instância', 'Feche outras abas deste painel.'),
    request_timeout: whole('O que você enviou demorou demais para chegar', 'Confira sua conexão e tente de novo.'),
    body_too_large: whole('Isto é demais de uma vez', 'Encurte os textos ou tire alguns campos.'),
    headers_too_large: whole(
      'Seu navegador enviou dados demais junto',
      'Apague os cookies deste endereço no navegador e entre de novo.',
    ),
    request_invalid: withDetail('Algo aqui não está certo', 'Corrija o que está indicado abaixo e tente de novo.'),
    route_not_found: whole(
      'O servidor não conhece este pedido',
      'A página pode ser mais antiga que o servidor: recarregue.',
    ),

    instance_not_found: whole('Esta instância não existe', 'Ela pode ter sido excluída ou ser de outra conta.'),
    instance_name_required: whole('A instância ainda não tem nome', 'Digite um.'),
    instance_name_taken: whole('Já existe uma instância com este nome', 'Escolha outro nome.'),
    instance_quota_exceeded: whole(
      'Sua conta não pode ter mais instâncias',
      'Exclua uma de que não precisa ou peça mais a quem cuida do servidor.',
    ),
    instance_exported: whole(
      'Esta instância foi movida para outro servidor',
      'Ela não pode funcionar em dois lugares. Quando a cópia não existir mais, o operador a traz de volta com `formwire instance resume`.',
    ),
    proxy_refused: withDetail(
      'Este proxy não pode ser usado',
      'O endereço dele precisa ser público. O operador pode liberar outros.',
    ),

    instance_not_connected: whole(
      'Este número não está conectado ao WhatsApp',
      'Vincule ou reconecte na página dele e tente de novo.',
    ),
    instance_not_linked: whole('Esta instância ainda não tem número', 'Vincule um na página dela primeiro.'),
    instance_needs_passkey: whole(
      'Esta conta do WhatsApp pede uma chave de acesso (passkey) para vincular um aparelho',
      'Só os aplicativos do próprio WhatsApp podem dá-la. Use um número cuja conta não a peça.',
    ),
    number_linked_elsewhere: whole(
      'Este número já está vinculado a outra instância sua',
      'Use aquela ou desconecte-a primeiro.',
    ),
    number_refused: whole(
      'Este número não pode ser vinculado aqui',
      'No celular dele, abra Aparelhos conectados no WhatsApp, remova os aparelhos de lá e tente de novo.',
    ),
    link_failed: withDetail(
      'Não foi possível vincular o número',
      'Tente com um novo código; deixe o celular aberto enquanto isso.',
    ),
    link_timeout: whole(
      'O WhatsApp não deu um código a tempo',
      'Tente de novo. Se continuar, confira a conexão com o WhatsApp ou o proxy.',
    ),

    number_required: whole('Falta o número', 'Digite para quem é.'),
    number_invalid: withDetail(
      'Não dá para escrever a este número',
      'Escreva com código do país e DDD, só dígitos, e confira se a pessoa usa o WhatsApp.',
    ),
    message_required: whole('A mensagem está vazia', 'Digite o que a pessoa vai ler.'),
    reply_message_not_found: whole(
      'A mensagem a responder não está aqui',
      'Ela pode ter sido apagada. Envie sem responder a ela ou escolha outra.',
    ),
    reply_other_instance: whole(
      'A mensagem a responder é de outro número',
      'Envie por aquele número ou sem responder a ela.',
    ),
    private_reply_failed: withDetail('Aqui não dá para responder em particular', 'Envie diretamente à pessoa.'),
    send_failed: withDetail('A mensagem não saiu', 'Veja o motivo antes de tentar de novo.'),
    account_restricted: withDetail(
      'O WhatsApp não deixa este número escrever primeiro a desconhecidos agora',
      'Espere o tempo abaixo passar. Você ainda pode escrever a quem escreveu para você.',
    ),
    idempotency_mismatch: whole(
      'Isto já foi enviado antes com outro conteúdo',
      'Veja nas respostas se saiu e envie de novo.',
    ),

    form_not_found: whole('Este formulário não existe', 'Ele pode ter sido apagado.'),
    answer_not_found: whole('Esta resposta não existe', 'Ela pode ter sido apagada.'),
    message_not_found: whole('Esta mensagem não existe', 'Ela pode ter sido apagada.'),

    export_not_found: whole('Esta exportação não é mais conhecida', 'Comece de novo.'),
    export_id_taken: whole('Esta exportação já está sendo escrita', 'Espere terminar ou comece outra.'),

    webhook_not_found: whole('Este webhook não existe', 'Ele pode ter sido removido. Recarregue a página.'),
    webhook_switched_off: whole('Este webhook está desligado', 'Ligue-o primeiro.'),
    webhook_limit_reached: whole('Já há três webhooks ligados', 'Desligue um antes de ligar outro.'),
    address_refused: withDetail(
      'Este endereço não pode ser chamado',
      'Precisa ser um endereço público, http ou https. O operador pode liberar outros.',
    ),
    delivery_not_found: whole('Esta entrega não existe', 'Entregas são guardadas só por algum tempo.'),

    store_failed: whole(
      'O servidor não consegue gravar agora; nada se perdeu',
      'O disco dele pode estar cheio. Tente de novo em breve.',
    ),
    shutting_down: whole('O servidor está reiniciando', 'Tente de novo daqui a pouco.'),
    internal_error: whole('Algo falhou no servidor', 'Tente de novo. Se continuar, o log dele diz mais ao operador.'),
  },
}
