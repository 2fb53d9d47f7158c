"""Spanish words of the columns of tables, by entry."""

from __future__ import annotations

WORDS = {
    "name.full": (
        "nombre completo|apellidos y nombre|apellidos nombre|nombre y apellidos"
        "|nombre y apellido|cliente|contacto"
    ),
    "name.first": "nombre|nombres|primer nombre",
    "name.middle": "segundo nombre",
    "name.last": "apellidos|apellido|primer apellido|apellido paterno|1 apellido|apellido 1",
    "name.second": "segundo apellido|apellido materno|2 apellido|apellido 2",
    "people": (
        "comprador|inquilino|propietario|cliente|contacto|persona|interesado"
        "|huesped|arrendatario|solicitante"
    ),
    "company": "empresa",
    "email": "correo|correo electronico",
    "phone": "telefono|telefonos|telefono fijo",
    "mobile": "movil|celular|telefono movil",
    "kinds": (
        "casa|trabajo|oficina|numero|principal|secundario|electronico|electronica|direccion"
        "|particular|de"
    ),
    "fax": "numero de fax",
    "address": "direccion|direccion completa|domicilio",
    "street": "calle",
    "house_number": "numero de calle|numero exterior|num exterior|numero",
    "city": "ciudad|localidad|poblacion",
    "state": "provincia",
    "zip": "codigo postal",
    "country": "pais",
    "tags": "etiquetas",
    "note": "notas|nota|mensaje|comentarios|comentario|observaciones",
    "source": "fuente|origen|procedencia",
    "received": (
        "fecha de creacion|fecha creacion|fecha de alta|creado|fecha de contacto"
        "|fecha contacto|recibido"
        "|primer contacto|fecha de solicitud|fecha de registro|fecha"
    ),
    "birthday": "fecha de nacimiento|cumpleanos",
    "status": "etapa|situacion|estado del cliente|estado de la negociacion|estado del lead",
    "status_at": "fecha de estado",
    "remind": (
        "proximo seguimiento|fecha de seguimiento|proximo contacto|proxima llamada|recordatorio"
    ),
    "do_not_call": "no llamar|no llamadas|no desea llamadas",
    "do_not_text": "no enviar sms|no sms",
    "do_not_email": (
        "no enviar correos|no enviar correo|no correo electronico|dado de baja|baja newsletter"
    ),
    "do_not_mail": "no enviar cartas|no correo postal",
    "do_not_contact": "no contactar|lista robinson",
    "objection": "oposicion|opone|opuesto|exclusion|excluido|excluida",
    "withdrawn": "revocado|revocada|retirado|retirada|baja",
    "calls": "llamada|llamadas|llamar|telefonico|telefonica|telefonicas",
    "emails": "boletin|boletines|correos",
    "letters": "carta|cartas",
    "noted_call": (
        "no llamar|no llamar mas|no me llame|no me llamen|solo sms|solo mensajes|solo texto"
        "|solo whatsapp"
    ),
    "noted_call_text": "solo email|solo correo|solo por correo",
    "noted_email": "darse de baja|dar de baja|cancelar suscripcion",
    "noted_all": (
        "no contactar|no me contacten|no molestar|quitar de la lista|quiteme de la lista"
        "|quitenme de la lista|sacar de la lista|borrar de la lista"
        "|no quiere ser contactado|borre mi numero"
    ),
    "noted_stop": "baja|parar|alto",
    "yes": "si|verdadero",
    "no": "falso|nunca",
    "others": "esposa|esposo|abogado|madre|padre",
}
