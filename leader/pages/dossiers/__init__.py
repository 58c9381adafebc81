"""The dossiers of opening as the staff reads them and decides upon them."""
