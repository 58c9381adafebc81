"""After an event: who came, who did not, from which territory and company."""
