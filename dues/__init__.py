"""Dues: scales, campaigns, invoices and payments."""
