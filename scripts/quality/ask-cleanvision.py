"""What CleanVision flags, with its own thresholds: sets of files as JSON on standard input, flags and sets of copies as JSON on the last line."""

import json
import sys

import cleanvision
from PIL import Image
from cleanvision import Imagelab


def failure(file):
    """Why it cannot look at a file; a grey picture with transparency ends it."""
    try:
        with Image.open(file) as image:
            return "not_looked_at" if image.copy().mode == "LA" else None
    except Exception:
        return "unreadable"


if __name__ == "__main__":
    flags, copies = {}, []
    for files in json.load(sys.stdin):
        failures = {file: failure(file) for file in files}
        flags.update({file: [why] for file, why in failures.items() if why})
        lab = Imagelab(filepaths=[file for file in files if failures[file] is None])
        lab.find_issues(verbose=False)
        for kind in ("exact_duplicates", "near_duplicates"):
            copies += [sorted(files) for files in lab.info[kind]["sets"]]
        kinds = sorted(name[3:-6] for name in lab.issues.columns if name.startswith("is_"))
        for file, row in lab.issues.iterrows():
            found = [kind for kind in kinds if row[f"is_{kind}_issue"]]
            if found:
                flags[file] = found
    print("\n" + json.dumps({"version": cleanvision.__version__, "flags": flags, "copies": copies}))
