"""Opens a corpus without a terminal and prints, as JSON, the modules that were loaded when the first article was painted.

Run as a program by `test_first_paint`: `first_paint.py CORPUS ANNOTATIONS`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path


def main() -> None:
    from reader.control.keymap import default_keymap
    from reader.project.place import locate
    from reader.ui.app import ReaderApp
    from reader.ui.widgets.article import ArticlePane

    project = locate(sys.argv[1], annotations=Path(sys.argv[2]), annotator="ana", working=Path.cwd())
    seen: list[str] = []

    class Watched(ArticlePane):
        def render_line(self, y):
            strip = super().render_line(y)
            if not seen and self.desk is not None and y == self.size.height - 1:
                seen.extend(sys.modules)
            return strip

    import reader.ui.screens.reading as reading

    reading.ArticlePane = Watched

    async def run() -> None:
        app = ReaderApp(project, article=None, as_is=False, keymap=default_keymap())
        async with app.run_test(size=(120, 40)) as pilot:
            for _ in range(200):
                if seen:
                    break
                await pilot.pause(0.02)
            app.session.end()
            app.exit()

    asyncio.run(run())
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
