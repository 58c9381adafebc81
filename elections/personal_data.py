"""What this app keeps of people: nothing but what minutes say, which stay."""

from django.utils.translation import gettext_lazy as _

from elections.models import Assembly, Decision
from leader.shared.personal_data import Kept, declare
from territories.personal_data import GOVERNANCE

MINUTES = _("minutes of assemblies: the life of the association")

declare(Assembly, GOVERNANCE, plain=["place", "source"])
declare(Decision, GOVERNANCE, plain=["text"], kept=Kept(MINUTES))
