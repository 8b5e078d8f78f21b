"""Finds every small way in which a C++ source of this house can be broken: the mutants that mutate.py tries.

It reads tokens, not C++: .clang-format's spaces tell a comparison from a template's brackets. What does not compile is
no mutant, so that a guess too many costs a second and no more.
"""
import dataclasses
import re

TOKEN = re.compile(r"""
    (?P<skip>\s+|//[^\n]*|/\*.*?\*/|^[ \t]*\#[^\n]*)
  | (?P<text>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+')
  | (?P<number>\d[\d']*(?:\.\d*)?(?:[eE][+-]?\d+)?)(?P<suffix>[A-Za-z_]*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<sign><=>|->\*?|\+\+|--|&&|\|\||<<=?|>>=|::|[<>=!+\-*/%&|^]=|.)
""", re.VERBOSE | re.DOTALL | re.MULTILINE)

COMPARED = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "==": ("!=",), "!=": ("==",)}
OPENS, CLOSES = "([{", ")]}"
# Room made in advance changes the time that something takes, not what it gives.
WITHOUT_EFFECT = re.compile(r"\breserve$")
NO_CALL = {"auto", "case", "const", "for", "if", "return", "switch", "throw", "using", "while"}


@dataclasses.dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True)
class Mutant:
    path: str
    kind: str
    start: int
    end: int
    put: str


def tokens_of(source):
    found = []
    for match in TOKEN.finditer(source):
        kind = match.lastgroup if match.lastgroup != "suffix" else "number"
        if kind == "skip":
            continue
        end = match.end("number") if kind == "number" else match.end()
        found.append(Token(kind, match.group(kind), match.start(), end))
    return found


def partners(tokens):
    """For each bracket's place, the place of the one that closes or opens it."""
    other, stack = {}, []
    for place, token in enumerate(tokens):
        if token.kind == "sign" and token.text in OPENS:
            stack.append(place)
        elif token.kind == "sign" and token.text in CLOSES and stack:
            opening = stack.pop()
            other[opening], other[place] = place, opening
    return other


class Finder:
    def __init__(self, path, source):
        self.path, self.source = path, source
        self.tokens = tokens_of(source)
        self.other = partners(self.tokens)
        self.found = {}

    def all(self):
        for place, token in enumerate(self.tokens):
            if token.kind == "sign":
                self.sign(place, token)
            elif token.kind == "number":
                self.number(token)
            elif token.kind == "word":
                self.word(place, token)
        self.calls()
        return sorted(self.found.values(), key=lambda mutant: (mutant.start, mutant.end, mutant.put))

    def add(self, kind, start, end, put):
        """The same text twice, found by two ways, is one mutant."""
        whole = self.source[:start] + put + self.source[end:]
        if whole != self.source:
            self.found.setdefault(whole, Mutant(self.path, kind, start, end, put))

    def text(self, first, last):
        return self.source[self.tokens[first].start:self.tokens[last].end]

    def is_binary(self, token):
        """Written with a space on either side, as .clang-format does; a template's bracket is not."""
        before, after = self.source[token.start - 1:token.start], self.source[token.end:token.end + 1]
        return before.isspace() and after.isspace()

    def sign(self, place, token):
        if token.text in COMPARED and self.is_binary(token) and self.tokens[place - 1].text != "template":
            for put in COMPARED[token.text]:
                self.add("comparison", token.start, token.end, put)
        elif token.text in ("&&", "||") and self.is_binary(token):
            self.add("and/or", token.start, token.end, "||" if token.text == "&&" else "&&")
        elif token.text == "!":
            self.add("negation", token.start, token.end, "")
        elif token.text == "?":
            self.choice(place)

    def number(self, token):
        plain = token.text.replace("'", "")
        if re.fullmatch(r"\d+", plain):
            for put in (int(plain) + 1, int(plain) - 1):
                self.add("constant", token.start, token.end, str(put) if put >= 0 else f"({put})")
        else:
            for put in (float(plain) + 1, float(plain) - 1):
                self.add("constant", token.start, token.end, repr(put) if put >= 0 else f"({put!r})")

    def word(self, place, token):
        if token.text in ("true", "false"):
            self.add("constant", token.start, token.end, "false" if token.text == "true" else "true")
        elif token.text in ("if", "while") and self.tokens[place + 1].text == "(":
            self.condition(place + 2, self.other[place + 1] - 1)
        elif token.text == "return" and self.tokens[place + 1].text != ";":
            self.returned(place)

    def condition(self, first, last):
        """`!` before a whole condition, where no mutant of a comparison says the same."""
        if (begun := self.end_of_statement(first)) is not None and begun < last:
            first = begun + 1  # if (auto made = ...; condition)
        texts = [token.text for token in self.tokens[first:last + 1]]
        declares = re.match(r"(?:const )?auto\b", self.text(first, last))
        compares = any(self.tokens[at].text in COMPARED and self.is_binary(self.tokens[at])
                       for at in range(first, last + 1))
        simple = "&&" not in texts and "||" not in texts
        if declares or (simple and (compares or texts[0] == "!")):
            return
        self.add("negation", self.tokens[first].start, self.tokens[last].end, f"!({self.text(first, last)})")

    def choice(self, place):
        """The condition of `condition ? a : b`, which reaches back to what begins its expression."""
        first = place
        while first > 0:
            before = self.tokens[first - 1]
            if before.text in CLOSES and before.kind == "sign":
                first = self.other[first - 1]
            elif before.text in ("=", "return", ",", ";", "?", ":") or (before.text in OPENS and before.kind == "sign"):
                break
            else:
                first -= 1
        if first < place:
            self.condition(first, place - 1)

    def end_of_statement(self, place):
        """The place of the `;` that ends the statement at `place`, or None."""
        while place < len(self.tokens):
            text = self.tokens[place].text
            if self.tokens[place].kind == "sign" and text in OPENS:
                place = self.other.get(place, len(self.tokens))
            elif text == ";":
                return place
            elif self.tokens[place].kind == "sign" and text in CLOSES:
                return None
            place += 1
        return None

    def returned(self, place):
        end = self.end_of_statement(place)
        if end is None:
            return
        start, stop = self.tokens[place + 1].start, self.tokens[end].start
        value = self.source[start:stop]
        if re.fullmatch(r"\{\}|std::nullopt|true|false|0", value):
            return
        # Decision{} is `allow()` itself.
        self.add("return", start, stop, "drop({})" if value == "allow()" else "{}")

    def calls(self):
        """Statements that are nothing but a call."""
        for place, token in enumerate(self.tokens):
            begins = place > 0 and self.tokens[place - 1].text in (";", "{", "}", ")", "else", ":")
            if token.kind != "word" or not begins or (end := self.end_of_statement(place)) is None:
                continue
            if self.is_call(place, end):
                self.add("call", token.start, self.tokens[end].start, "")

    def is_call(self, place, end):
        """`a.b(...)`, `a::b(...)`, `a(...)`, each perhaps on the result of another."""
        called = ""
        at = place
        while at < end:
            token = self.tokens[at]
            if token.kind == "sign" and token.text in "([":
                called = self.text(place, at - 1) if at > place else ""
                at = self.other[at] + 1
                if at == end:
                    return self.tokens[end - 1].text == ")" and not WITHOUT_EFFECT.search(called)
            elif token.kind == "word" and token.text not in NO_CALL:
                follows = self.tokens[at + 1].text
                if follows not in ("(", "[", ".", "->", "::"):
                    return False
                at += 1
            elif token.text in (".", "->", "::"):
                at += 1
            else:
                return False
        return False


def find(path, source):
    """Every mutant of one file, in its order."""
    return Finder(path, source).all()
