"""The renewal of memberships, for staff: the campaign of a period, and the membership of one company."""
