#include "base/phone/pattern.h"

#include <algorithm>
#include <climits>

namespace courtesy::phone {
namespace {

/// What comes after the part being matched; a view of a callable that outlives the call.
class Rest {
 public:
  template <typename F>
  Rest(const F& f)
      : object_(&f), call_([](const void* object, std::size_t at) { return (*static_cast<const F*>(object))(at); }) {}
  bool operator()(std::size_t at) const { return call_(object_, at); }

 private:
  const void* object_;
  bool (*call_)(const void*, std::size_t);
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t count_groups(std::string_view pattern) {
  std::size_t groups = 0;
  for (std::size_t p = 0; p < pattern.size(); ++p) groups += pattern[p] == '(' && pattern.substr(p, 2) != "(?";
  return groups;
}

/// One thing that can be repeated: pattern[begin, end), then how often.
struct Atom {
  std::size_t begin;
  std::size_t end;
  std::size_t next;  ///< behind its quantifier
  int min;
  int max;
};

class Matcher {
 public:
  Matcher(std::string_view pattern, std::string_view digits) : pattern_(pattern), digits_(digits) {}

  bool run(Rest accepted) { return alternatives(0, 0, accepted); }
  std::array<std::string_view, 10> groups() const { return groups_; }

 private:
  /// The branches of the group (or whole pattern) that begins at `p`, in order.
  bool alternatives(std::size_t p, std::size_t at, Rest rest) {
    for (;;) {
      if (sequence(p, at, rest)) return true;
      p = branch_end(p);
      if (p >= pattern_.size() || pattern_[p] != '|') return false;
      ++p;
    }
  }

  bool sequence(std::size_t p, std::size_t at, Rest rest) {
    // Plain digits and classes that stand once need no way back: most of a pattern.
    for (;;) {
      if (p >= pattern_.size() || pattern_[p] == '|' || pattern_[p] == ')') return rest(at);
      const Atom atom = read_atom(p);
      if (atom.next <= p) return false;
      if (pattern_[p] == '(') return repeat_group(atom, 0, at, rest);
      if (atom.min != 1 || atom.max != 1) return repeat_one(atom, at, rest);
      if (pattern_[p] == '$') {
        if (at != digits_.size()) return false;
      } else {
        if (at >= digits_.size() || !takes(atom, digits_[at])) return false;
        ++at;
      }
      p = atom.next;
    }
  }

  bool repeat_one(const Atom& atom, std::size_t at, Rest rest) {
    int count = 0;
    while (count < atom.max && at + count < digits_.size() && takes(atom, digits_[at + count])) ++count;
    for (; count >= atom.min; --count) {
      if (sequence(atom.next, at + count, rest)) return true;
    }
    return false;
  }

  bool repeat_group(const Atom& atom, int count, std::size_t at, Rest rest) {
    const bool captures = pattern_.substr(atom.begin, 3) != "(?:";
    if (count < atom.max) {
      const std::size_t number = captures ? group_number(atom.begin) : 0;
      const auto before = groups_[number];
      const auto again = [&](std::size_t end) {
        if (end == at) return sequence(atom.next, at, rest);  // one empty turn stands for any number of them
        if (captures) groups_[number] = digits_.substr(at, end - at);
        return repeat_group(atom, count + 1, end, rest);
      };
      if (alternatives(atom.begin + (captures ? 1 : 3), at, again)) return true;
      groups_[number] = before;
    }
    return count >= atom.min && sequence(atom.next, at, rest);
  }

  std::size_t group_number(std::size_t begin) const {
    return std::min<std::size_t>(1 + count_groups(pattern_.substr(0, begin)), 9);
  }

  /// From inside a branch to its `|`, `)` or the pattern's end.
  std::size_t branch_end(std::size_t p) const {
    for (int depth = 0; p < pattern_.size(); ++p) {
      const char c = pattern_[p];
      if (c == '(') ++depth;
      if (depth == 0 && (c == '|' || c == ')')) return p;
      if (c == ')') --depth;
    }
    return p;
  }

  Atom read_atom(std::size_t p) const {
    std::size_t end = p + 1;
    switch (pattern_[p]) {
      case '(': end = group_end(p); break;
      case '[': end = std::min(pattern_.find(']', p), pattern_.size()) + 1; break;
      case '\\': end = p + 2; break;
      default: break;
    }
    Atom atom{.begin = p, .end = end, .next = end, .min = 1, .max = 1};
    read_quantifier(atom);
    return atom;
  }

  std::size_t group_end(std::size_t p) const {
    ++p;
    while (p < pattern_.size() && pattern_[p] != ')') {
      p = branch_end(p);
      if (p < pattern_.size() && pattern_[p] == '|') ++p;
    }
    return p + 1;
  }

  void read_quantifier(Atom& atom) const {
    if (atom.end >= pattern_.size()) return;
    if (pattern_[atom.end] == '?') {
      atom.min = 0;
      atom.next = atom.end + 1;
    } else if (pattern_[atom.end] == '{') {
      std::size_t p = atom.end + 1;
      atom.min = atom.max = read_number(p);
      if (p < pattern_.size() && pattern_[p] == ',') atom.max = read_number(++p);
      atom.next = p + 1;
    }
  }

  int read_number(std::size_t& p) const {
    int number = 0;
    for (; p < pattern_.size() && is_digit(pattern_[p]); ++p)
      number = std::min(number * 10 + (pattern_[p] - '0'), 1000);
    return number;
  }

  bool takes(const Atom& atom, char digit) const {
    const char c = pattern_[atom.begin];
    if (is_digit(c)) return c == digit;
    if (c == '\\') return pattern_.substr(atom.begin, 2) == "\\d";
    if (c != '[') return false;
    for (std::size_t p = atom.begin + 1; p + 1 < atom.end; ++p) {
      const bool range = p + 3 < atom.end && pattern_[p + 1] == '-';
      if (digit >= pattern_[p] && digit <= pattern_[range ? p + 2 : p]) return true;
      if (range) p += 2;
    }
    return false;
  }

  std::string_view pattern_;
  std::string_view digits_;
  std::array<std::string_view, 10> groups_{};
};

std::optional<Match> match(std::string_view pattern, std::string_view digits, bool whole) {
  Matcher matcher(pattern, digits);
  Match found;
  const auto accepted = [&](std::size_t end) {
    found.end = end;
    return !whole || end == digits.size();
  };
  if (!matcher.run(accepted)) return std::nullopt;
  found.groups = count_groups(pattern);
  found.group = matcher.groups();
  return found;
}

}  // namespace

std::optional<Match> match_start(std::string_view pattern, std::string_view digits) {
  return match(pattern, digits, false);
}

std::optional<Match> match_whole(std::string_view pattern, std::string_view digits) {
  return match(pattern, digits, true);
}

bool matches_whole(std::string_view pattern, std::string_view digits) {
  // Without a count a pattern takes at most one digit for each of its characters: a whole number is no emergency's.
  if (digits.size() > pattern.size() && pattern.find('{') == std::string_view::npos) return false;
  Matcher matcher(pattern, digits);
  const auto accepted = [&](std::size_t end) { return end == digits.size(); };
  return matcher.run(accepted);
}

std::string fill(std::string_view text, const Match& match) {
  std::string filled;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$' && i + 1 < text.size() && is_digit(text[i + 1])) {
      filled += match.group[static_cast<std::size_t>(text[++i] - '0')];
    } else {
      filled += text[i];
    }
  }
  return filled;
}

}  // namespace courtesy::phone
