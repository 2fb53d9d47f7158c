"""Portuguese words of the columns of tables, by entry."""

from __future__ import annotations

WORDS = {
    "name.full": "nome completo|apelido e nome|contato",
    "name.first": "nome|primeiro nome",
    "name.middle": "nome do meio",
    "name.last": "sobrenome|apelido|ultimo nome|primeiro apelido|primeiro sobrenome",
    "name.second": "segundo apelido|segundo sobrenome|sobrenome materno|apelido materno",
    "people": (
        "comprador|inquilino|proprietario|cliente|contato|pessoa|interessado|hospede"
        "|locatario|candidato"
    ),
    "company": "empresa|companhia",
    "email": "endereco de email|correio eletronico",
    "phone": "telefone|telefones|telefone fixo",
    "mobile": "celular|telemovel",
    "kinds": "casa|trabalho|comercial|residencial|numero|principal|secundario|de",
    "fax": "fax",
    "address": "endereco|morada",
    "street": "rua|logradouro",
    "house_number": "numero da rua|numero da casa|numero da porta|numero",
    "city": "cidade|localidade",
    "state": "estado|distrito",
    "zip": "cep|codigo postal",
    "country": "pais",
    "tags": "etiquetas|marcadores",
    "note": "notas|observacoes|mensagem|comentarios|comentario",
    "source": "origem|fonte",
    "received": (
        "data de criacao|criado em|data de cadastro|data de contacto|data de contato"
        "|primeiro contacto|primeiro contato|data do pedido|data de registo|data de registro"
        "|data"
    ),
    "birthday": "data de nascimento|aniversario",
    "status": "situacao|etapa|fase|estado do negocio|fase do negocio",
    "status_at": "data da situacao|data do status",
    "remind": ("proximo acompanhamento|data de retorno|proximo contato|proxima ligacao|lembrete"),
    "do_not_call": "nao ligar|nao telefonar|nao perturbe|nao me perturbe",
    "do_not_text": "nao enviar sms",
    "do_not_email": (
        "nao enviar email|nao enviar emails|descadastrado|inscricao cancelada|subscricao cancelada"
    ),
    "do_not_mail": "nao enviar cartas|nao enviar correio",
    "do_not_contact": "nao contatar|nao contactar|lista robinson",
    "objection": "oposicao|opoe|bloqueio",
    "withdrawn": "revogado|revogada|retirado|retirada|cancelada",
    "calls": "ligacao|ligacoes|chamada|chamadas|telefonemas|telefonico",
    "emails": "boletim|boletins",
    "letters": "carta|cartas",
    "noted_call": (
        "nao ligar|nao telefonar|nao ligar mais|so sms|apenas sms|so whatsapp|so mensagem"
    ),
    "noted_call_text": "so email|apenas email|so por email",
    "noted_email": "cancelar inscricao|cancelar subscricao|descadastrar",
    "noted_all": (
        "nao contatar|nao contactar|nao incomodar|tirar da lista|retirar da lista"
        "|remover da lista|tire me da lista"
        "|nao quer ser contatado|apague meu numero"
    ),
    "noted_stop": "parar|pare|sair",
    "yes": "sim|verdadeiro",
    "no": "nao|falso",
    "others": "esposa|marido|advogado|mae|pai",
}
