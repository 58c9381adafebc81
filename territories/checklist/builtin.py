"""The checklist as it is before staff has written its own: from the announcement to the bureau elected."""

from django.utils.translation import gettext as _

from territories.models.tasks import ChecklistStep, Reference, Role

Form = ChecklistStep.LegalForm


def built_in_steps() -> list[ChecklistStep]:
    """Return the lines of the built-in checklist, in the language of today."""
    opening, election = Reference.OPEN, Reference.BUREAU_ELECTED
    association, club, anyone = Form.ASSOCIATION, Form.CLUB, Form.ANY
    leads, staff = Role.LEADS, Role.STAFF
    told = [
        (_("Put the opening on the programme of the gala"), staff, opening, -60, anyone, ""),
        (_("Invite the pressenties to the announcing gala"), leads, opening, -45, anyone, ""),
        (_("Remind the pressenties who have not answered"), leads, opening, -14, anyone, ""),
        (_("Announce the opening to the press and to the elected"), staff, opening, -7, anyone, ""),
        (_("Write the rules of the club with the federation"), leads, opening, 15, club,
         _("Who hosts it, who its référent is, how its members pay and vote.")),
        (_("Write the statutes and have the federation read them"), leads, opening, 10, association,
         _("Name, object, seat, conditions of admission, organs, term of the bureau.")),
        (_("Call the constituent assembly"), leads, opening, 20, association, ""),
        (_("Hold the constituent assembly"), leads, election, -15, association,
         _("Adopt the statutes, sign the minutes, say who makes the declaration.")),
        (_("Elect the first bureau and its president"), leads, election, 0, anyone, ""),
        (_("Declare the association to the prefecture"), leads, election, 10, association,
         _("The form asks for the minutes and the statutes, dated and signed; the title, the object and the seat;"
           " for each person in charge name, profession, home address and nationality. Ask for the last two then:"
           " they are not kept here.")),
        (_("Open the bank account"), leads, election, 30, association,
         _("The bank asks for the statutes, the minutes and the receipt of the declaration.")),
        (_("Declare the new member association of the federation"), staff, election, 60, association, ""),
        (_("Turn the pressenties into members, one by one"), leads, election, 30, anyone, ""),
    ]  # fmt: skip
    names = ("what", "role", "relative_to", "offset_days", "legal_form", "details")
    return [ChecklistStep(**dict(zip(names, line, strict=True))) for line in told]
