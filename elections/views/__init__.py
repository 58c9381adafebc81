"""The pages of assemblies and elections."""
