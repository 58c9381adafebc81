"""The addresses of the app."""

from django.urls import path

from elections.views import assemblies, conducting, pages, preparing, standing

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
    path("elections/<int:pk>/emargement/", conducting.election_sign_offs, name="election-sign-offs"),
    path("elections/<int:pk>/depouillement/", conducting.election_count, name="election-count"),
    path("elections/<int:pk>/proclamation/", conducting.election_proclaim, name="election-proclaim"),
    path("elections/<int:pk>/proces-verbal.pdf", conducting.election_minutes, name="election-minutes"),
]
