"""Operating the installation: backups, verification, doctor, scheduler, health."""
