// Templates of texts and emails: plain text with {{names}}, no logic.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "flow/template.h"

namespace courtesy::flow {

/// One version of a text's or an email's words, immutable.
class TextTemplate {
 public:
  /// `file` is for the messages. Errors: `invalid`, a line a finding: an unknown name (names.h lists those that there
  /// are), and what no message of ours may say (text_findings).
  static Result<TextTemplate> parse(std::string_view file, std::string_view bytes);

  /// Line ends at the end are not part of it. What a value holds is text: its line ends and other control characters
  /// become spaces, so that none can add a header or a line. Errors: `invalid`, naming a fact that is missing.
  Result<std::string> render(const std::map<std::string, std::string>& facts) const;

  /// Does it hold `{{name}}`?
  bool says(std::string_view name) const;

  /// SHA-256 of its bytes, hex: the version that an attempt pins.
  const std::string& hash() const { return hash_; }
  /// As it was written.
  const std::string& words() const { return words_; }

 private:
  std::string file_;
  std::string words_;
  std::string hash_;
  Pieces pieces_;
};

/// A rendered email: the first line is `Subject: ...`, then an empty line, then the body.
struct Mail {
  std::string subject;
  std::string body;
};
/// Errors: `invalid` when it does not begin so.
Result<Mail> split_subject(std::string_view rendered);

/// What no message of ours may say. A choice may not be a word that carriers read as an opt-out (CANCEL, END, QUIT,
/// ...), for a client who means the visit would be cut off, nor one that some of them read as a wish to be contacted
/// again (START, YES); STOP and ALTO are offered to opt out. Also found: a `{{` without an end, an unknown name, and a
/// template that does not say who writes.
std::vector<Finding> text_findings(std::string_view file, std::string_view bytes);

}  // namespace courtesy::flow
