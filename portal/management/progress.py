"""How far a long command is: one line that is written over, on a terminal only."""


class Progress:
    """Call it with words, what is done and what there is; the line goes when the block ends."""

    def __init__(self, stdout):
        self.stdout = stdout
        self.shown = ""
        self.on_terminal = stdout.isatty()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._show("")

    def __call__(self, words: str, done: int, total: int) -> None:
        percent = 100 * done // total if total else 100
        self._show(f"{words}: {min(percent, 100)} %")

    def _show(self, line: str) -> None:
        if self.on_terminal and line != self.shown:
            self.stdout.write(f"\r{line.ljust(len(self.shown))}\r{line}", ending="")
            self.stdout.flush()
            self.shown = line
