"""Why a backup, a check or a restore did not happen: one plain sentence for the person at the terminal."""


class BackupRefused(Exception):
    """Nothing was changed. The words say what is wrong and what to do."""
