#!/usr/bin/env python3
"""One name, one thing: two different types of one full name, in two files of the program, are undefined when they are linked
together (each may get the other's destructor), and no compiler says so. Types of unnamed namespaces are their file's own."""
import collections
import re
import subprocess
import sys

TYPE = re.compile(
    r"namespace\s*(?P<space>[\w:]*)\s*\{"
    r"|(?<![<,]\s)(?<!friend\s)\b(?:struct|class|enum class|enum)\s+(?P<type>\w+)(?:\s+final)?\s*(?::(?!:)[^;{]*)?\{"
    r"|\{|\}")
NOT_CODE = re.compile(r'//[^\n]*|R"(\w*)\((?:.|\n)*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'')


def types_of(path):
    """Full names of the types that a file defines where others can see them."""
    with open(path, encoding="utf-8") as file:
        text = NOT_CODE.sub(" ", file.read())
    around = []  # (is a namespace, its name)
    for found in TYPE.finditer(text):
        word = found.group(0)
        if word.startswith("namespace"):
            around.append((True, found.group("space")))
        elif word == "}":
            if around:
                around.pop()
        else:
            name = found.group("type")
            if name and all(space and spaced for space, spaced in around):
                yield "::".join([spaced for _, spaced in around] + [name])
            around.append((False, name or ""))


def main():
    files = subprocess.run(["git", "ls-files", "src/*.h", "src/*.cpp"], capture_output=True, text=True, check=True)
    where = collections.defaultdict(set)
    for path in files.stdout.split():
        for name in types_of(path):
            where[name].add(path)
    twice = {name: sorted(paths) for name, paths in where.items() if len(paths) > 1}
    for name, paths in sorted(twice.items()):
        print(f"{paths[0]}: {name} is also another type, in {', '.join(paths[1:])}: give one of them a name of its own")
    if not twice:
        print(f"names: {len(where)} types, no fault")
    return 1 if twice else 0


sys.exit(main())
