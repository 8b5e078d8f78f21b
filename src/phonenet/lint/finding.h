// What a real carrier, or a real recipient, would have made the application pay for; and the forms it is told in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace courtesy::phonenet {

struct Finding {
  enum class Severity { warning, error };
  std::string rule;  ///< a word that does not change: `no-fallback`
  Severity severity = Severity::warning;
  std::string what;        ///< what was seen
  std::string sid{};       ///< the first call; empty: none in particular
  std::string document{};  ///< its URL; empty: none
  int line = 0;            ///< of the document; 0: none
  std::string why{};       ///< why it hurts
  std::string mend{};      ///< how to mend it
  std::int64_t times = 1;  ///< how often it was seen
};
std::string_view to_string(Finding::Severity severity);

struct LintReport {
  std::vector<Finding> findings;  ///< errors first, then in the order of rules and of calls
  std::int64_t calls = 0;         ///< that were looked at
  std::int64_t errors() const;
};

/// {"calls":14,"errors":1,"warnings":1,"findings":[{"rule":…,"severity":…,"what":…,"call":…,"document":…,"line":4,…}]}
std::string lint_json(const LintReport& report);
/// For people: four lines a finding, and one that counts.
std::string lint_text(const LintReport& report);
/// One test case a rule; those of which something was found fail.
std::string lint_junit(const LintReport& report);

}  // namespace courtesy::phonenet
