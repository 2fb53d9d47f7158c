"""French words of the columns of tables, by entry."""

from __future__ import annotations

WORDS = {
    "name.full": "nom complet|nom et prenom|prenom et nom|nom prenom|nom|cliente|prospect",
    "name.first": "prenom",
    "name.middle": "deuxieme prenom",
    "name.last": "nom de famille",
    "name.second": "deuxieme nom|second nom de famille|deuxieme nom de famille",
    "people": (
        "acheteur|locataire|proprietaire|client|contact|personne|interlocuteur|invite|candidat"
    ),
    "company": "entreprise|societe|raison sociale",
    "email": "courriel|courriels|mel|adresse email",
    "phone": "telephone|telephones|telephone fixe",
    "mobile": "portable|telephone portable|gsm",
    "kinds": (
        "fixe|domicile|travail|bureau|numero|principal|professionnel|personnel|adresse|de|du|la|le"
    ),
    "fax": "telecopie",
    "address": "adresse|adresse complete|adresse postale|domicile",
    "street": "rue",
    "house_number": "numero de rue|numero de voie|n de rue|numero",
    "city": "ville",
    "state": "departement|region",
    "zip": "code postal|cp",
    "country": "pays",
    "tags": "etiquettes|etiquetes",
    "note": "commentaires|commentaire|remarques|remarque",
    "source": "provenance|origine|source du lead",
    "received": (
        "date de creation|date creation|cree le|date d ajout|date ajout|date de contact"
        "|premier contact|date de demande|date de la demande|recu le|date d inscription"
    ),
    "birthday": "date de naissance|anniversaire",
    "status": "etape|statut|etat d avancement|statut affaire",
    "status_at": "date du statut",
    "remind": (
        "relance|date de relance|prochaine relance|a relancer le"
        "|rappel|date de rappel|prochain contact"
    ),
    "do_not_call": "ne pas appeler|pas d appel|bloctel|inscrit bloctel",
    "do_not_text": "pas de sms|ne pas envoyer de sms",
    "do_not_email": (
        "pas d email|pas d emails|ne pas envoyer d email|desinscrit|desinscrite|desabonne"
        "|desabonnee"
    ),
    "do_not_mail": "pas de courrier|pas de publicite",
    "do_not_contact": "ne pas contacter|liste robinson|demarchage refuse",
    "objection": "opposition|oppose|opposee|desinscrit|desinscrite|desinscription|desabonnement",
    "withdrawn": "retire|retiree|retrait|revoque|revoquee|stop|refuse|refusee|suppression",
    "calls": "appel|appels|telephonique|telephoniques|demarcher",
    "emails": "infolettre|courriels",
    "letters": "courrier|courriers|lettre|lettres",
    "noted_call": (
        "ne pas appeler|ne plus appeler|plus d appels|sms uniquement|sms seulement"
        "|par sms uniquement"
    ),
    "noted_call_text": "email uniquement|email seulement|par email uniquement",
    "noted_email": "desabonner|se desabonner|desabonne|desabonnee",
    "noted_all": (
        "ne pas contacter|ne plus contacter|ne plus me contacter|retirer de la liste"
        "|retirez moi|rayer de la liste|supprimer de la liste"
        "|ne veut plus etre contacte|supprimez mon numero"
    ),
    "noted_stop": "arret|arreter",
    "yes": "oui|vrai",
    "no": "non|faux",
    "others": "epouse|epoux|assistante|avocat|mere|pere",
}
