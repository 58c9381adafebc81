"""The addresses of the app."""

from django.urls import path

from elections.views import (
    assemblies,
    boxes,
    conducting,
    gathering,
    incidents,
    pages,
    preparing,
    standing,
    trustees,
    voting,
)

app_name = "elections"
urlpatterns = [
    path("assemblees/", assemblies.assembly_list, name="assembly-list"),
    path("assemblees/<numbered:assembly_pk>/", assemblies.assembly_detail, name="assembly-detail"),
    path("elections/", pages.election_list, name="election-list"),
    path("nouvelle-election/", preparing.election_begin, name="election-begin"),
    path("elections/<numbered:election_pk>/", pages.election_detail, name="election-detail"),
    path("elections/<int:pk>/regles/", preparing.election_rules, name="election-rules"),
    path("elections/<int:pk>/candidatures/", preparing.election_candidacies, name="election-candidacies"),
    path("elections/<int:pk>/me-presenter/", standing.election_stand, name="election-stand"),
    path("elections/<int:pk>/liste/", preparing.election_roll, name="election-roll"),
    path("elections/<int:pk>/liste/<int:entry_pk>/", preparing.roll_entry_edit, name="roll-entry-edit"),
    path("elections/<int:pk>/pouvoirs/", preparing.election_proxies, name="election-proxies"),
    path("elections/<int:pk>/conduite/", conducting.election_conduct, name="election-conduct"),
    path("elections/<int:pk>/cles/", trustees.election_keys, name="election-keys"),
    path("elections/<int:pk>/ma-cle/", trustees.own_key, name="own-key"),
    path("elections/<int:pk>/ma-cle.json", trustees.own_key_steps, name="own-key-steps"),
    path("elections/<int:pk>/repetition.bel", trustees.rehearsal_archive, name="rehearsal-archive"),
    path("elections/verify.py", boxes.election_verifier, name="election-verifier"),
    path("elections/<int:pk>/codes/", gathering.election_codes, name="election-codes"),
    path("elections/<int:pk>/presence/", gathering.election_presence, name="election-presence"),
    path("elections/<int:pk>/voter/<int:entry_pk>/", voting.election_vote, name="election-vote"),
    path("elections/<int:pk>/voter/<int:entry_pk>/bulletin/", voting.election_cast, name="election-cast"),
    path("elections/<int:pk>/scrutin.json", boxes.election_setup, name="election-setup"),
    path("elections/<int:pk>/urne/", boxes.election_box, name="election-box"),
    path("elections/<int:pk>/urne.bel", boxes.election_archive, name="election-archive"),
    path("elections/<int:pk>/controle/", boxes.election_box_check, name="election-box-check"),
    path("elections/<int:pk>/horaires/", incidents.election_hours, name="election-hours"),
    path("elections/<int:pk>/incidents/", incidents.election_incidents, name="election-incidents"),
    path("elections/<int:pk>/voter/<int:entry_pk>/incident/", incidents.election_report, name="election-report"),
    path("elections/<int:pk>/emargement/", conducting.election_sign_offs, name="election-sign-offs"),
    path("elections/<int:pk>/depouillement/", conducting.election_count, name="election-count"),
    path("elections/<int:pk>/proclamation/", conducting.election_proclaim, name="election-proclaim"),
    path("elections/<int:pk>/proces-verbal.pdf", conducting.election_minutes, name="election-minutes"),
]
