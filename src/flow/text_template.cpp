#include "flow/text_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/bytes.h"
#include "flow/faults.h"
#include "flow/names.h"

namespace courtesy::flow {
namespace {

/// Whole-message opt-outs of carriers and providers, and START words. `STOP`, `ALTO` are offered, to opt out.
constexpr std::array<std::string_view, 14> never_offered{"cancel", "end",   "optout",  "quit",   "remove",
                                                         "revoke", "start", "stopall", "unstop", "unsubscribe",
                                                         "yes",    "baja",  "arret",   "td"};
constexpr std::array<std::string_view, 10> reply_verbs{"reply",    "text",     "send",  "answer",  "write",
                                                       "responda", "responde", "envíe", "escriba", "conteste"};

/// Words in small letters; quotation marks and the like are between words.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words{""};
  for (const char c : line) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (letter) {
      words.back() += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

/// Where the word begins in the line, from 1, whichever letters of it are capitals.
int column_of(std::string_view line, std::string_view word) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; };
  const auto found = std::search(line.begin(), line.end(), word.begin(), word.end(), same);
  return found == line.end() ? 1 : static_cast<int>(found - line.begin()) + 1;
}

/// Where a name stands in the line, from 1.
int column_of_name(std::string_view line, std::string_view name) {
  for (auto open = line.find("{{"); open != std::string_view::npos; open = line.find("{{", open + 2)) {
    const std::string_view inside = line.substr(open + 2, line.find("}}", open) - open - 2);
    if (inside.find(name) != std::string_view::npos) return static_cast<int>(open) + 1;
  }
  return 1;
}

/// A choice is the word behind "reply", and each in capitals behind a comma of the same sentence ("..., QUIT to end").
void offers(std::string_view file, std::string_view line, int number, std::vector<Finding>& findings) {
  const auto words = words_of(line);
  std::set<std::string> told;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const bool asked = is_one_of(reply_verbs, words[i]) && is_one_of(never_offered, words[i + 1]);
    const bool in_capitals = is_one_of(never_offered, words[i]) && [&] {
      std::string shouted = words[i];
      for (char& c : shouted) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      return shouted.size() > 2 && line.find(shouted) != std::string_view::npos;
    }();
    const std::string& word = asked ? words[i + 1] : words[i];
    if ((asked || in_capitals) && told.insert(word).second) {
      findings.push_back(
          fault("reserved-word", std::string(file), {number, column_of(line, word)},
                fmt::format("\"{}\" may not be offered: carriers read it as an opt-out or a wish to be contacted "
                            "again; offer C, X and R, and STOP to opt out",
                            word)));
    }
  }
}

void names(std::string_view file, std::string_view line, const Pieces& pieces, int number,
           std::vector<Finding>& findings) {
  for (const Piece& piece : pieces) {
    if (piece.variable && !is_one_of(spoken_names, piece.text)) {
      findings.push_back(
          fault("name-unknown", std::string(file), {number, column_of_name(line, piece.text)},
                fmt::format("nothing is called {{{{{}}}}}: there are {}", piece.text, comma_list(spoken_names))));
    }
  }
}

std::string one_line(std::string_view value) {
  std::string text(value);
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

}  // namespace

std::vector<Finding> text_findings(std::string_view file, std::string_view bytes) {
  std::vector<Finding> findings;
  bool names_business = false;
  int number = 0;
  while (!bytes.empty()) {
    const auto line_end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, line_end);
    bytes.remove_prefix(std::min(line_end + 1, bytes.size()));
    const Pieces pieces = divide(line, file, {++number, 1}, findings);
    names(file, line, pieces, number, findings);
    offers(file, line, number, findings);
    names_business |= std::any_of(pieces.begin(), pieces.end(),
                                  [](const Piece& piece) { return piece.variable && piece.text == "business"; });
  }
  if (!names_business)
    findings.push_back(
        fault("sender-unnamed", std::string(file), {}, "does not say who writes: name {{business}}, first of all"));
  return findings;
}

Result<TextTemplate> TextTemplate::parse(std::string_view file, std::string_view bytes) {
  std::vector<Finding> findings = text_findings(file, bytes);
  if (!findings.empty()) return as_error("", std::move(findings));
  TextTemplate made;
  made.file_ = file;
  made.words_ = bytes;
  made.hash_ = hex(sha256(bytes));
  while (bytes.ends_with('\n') || bytes.ends_with('\r')) bytes.remove_suffix(1);
  made.pieces_ = divide(bytes, file, {1, 1}, findings);
  if (!findings.empty()) return as_error("", std::move(findings));
  return made;
}

Result<std::string> TextTemplate::render(const std::map<std::string, std::string>& facts) const {
  std::string text;
  for (const Piece& piece : pieces_) {
    if (!piece.variable) {
      text += piece.text;
      continue;
    }
    const auto found = facts.find(piece.text);
    if (found == facts.end() || found->second.empty()) {
      return invalid(fmt::format("{}: the fact \"{}\" is missing", file_, piece.text));
    }
    text += one_line(found->second);
  }
  return text;
}

bool TextTemplate::says(std::string_view name) const {
  return std::ranges::any_of(pieces_, [&](const Piece& piece) { return piece.variable && piece.text == name; });
}

Result<Mail> split_subject(std::string_view rendered) {
  constexpr std::string_view label = "Subject: ";
  const auto line_end = rendered.find("\n\n");
  const std::string_view line = rendered.substr(0, line_end);
  if (!line.starts_with(label) || line_end == std::string_view::npos || line.find('\n') != std::string_view::npos ||
      line.size() == label.size()) {
    return invalid("an email's template begins with a line \"Subject: ...\" and an empty line");
  }
  return Mail{std::string(line.substr(label.size())), std::string(rendered.substr(line_end + 2)) + "\n"};
}

}  // namespace courtesy::flow
