#!/usr/bin/env python3
"""Writes OUT/embedded.S and OUT/embedded.cpp: the files under each PREFIX=FOLDER, as data in the binary.

Usage: embed.py OUT PREFIX=FOLDER...
A folder that is not there is an empty one. The table is sorted by name, so that it can be searched by halves.
"""
import pathlib
import sys


def files(roots):
    for root in roots:
        prefix, _, folder = root.partition("=")
        base = pathlib.Path(folder)
        for path in sorted(base.rglob("*")) if base.is_dir() else []:
            if path.is_file():
                yield f"{prefix}/{path.relative_to(base).as_posix()}", path.resolve()


def main():
    out = pathlib.Path(sys.argv[1])
    found = sorted(files(sys.argv[2:]))
    assembler = ['.section .rodata']
    for index, (_, path) in enumerate(found):
        assembler += [
            f'.global courtesy_file_{index}', f'.global courtesy_file_{index}_end',
            '.balign 8', f'courtesy_file_{index}:', f'.incbin "{path}"', f'courtesy_file_{index}_end:', '.byte 0',
        ]
    assembler.append('.section .note.GNU-stack,"",%progbits')
    (out / "embedded.S").write_text("\n".join(assembler) + "\n")

    externs = "".join(
        f"extern const char courtesy_file_{i}[];\nextern const char courtesy_file_{i}_end[];\n" for i in range(len(found)))
    rows = "".join(
        f'      {{"{name}", {{courtesy_file_{i}, static_cast<std::size_t>(courtesy_file_{i}_end - courtesy_file_{i})}}}},\n'
        for i, (name, _) in enumerate(found))
    (out / "embedded.cpp").write_text(f"""#include "base/embedded.h"
#include <vector>
extern "C" {{
{externs}}}
namespace courtesy {{
std::span<const EmbeddedFile> embedded_files() {{
  static const std::vector<EmbeddedFile> files{{
{rows}  }};
  return files;
}}
}}  // namespace courtesy
""")


if __name__ == "__main__":
    main()
