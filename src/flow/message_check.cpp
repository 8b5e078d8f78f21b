#include "flow/message_check.h"

#include <fmt/format.h>

#include "flow/faults.h"
#include "flow/names.h"
#include "flow/text_template.h"

namespace courtesy::flow {
namespace {

/// What clients write to be left alone, as the words beside it offer it.
constexpr std::array<std::string_view, 2> opt_outs{"STOP", "ALTO"};

Finding because(Finding finding, std::string_view why) {
  finding.why = why;
  return finding;
}

Place place_of(std::string_view bytes, std::size_t at) {
  Place place{1, 1};
  for (const char c : bytes.substr(0, at)) {
    place = c == '\n' ? Place{place.line + 1, 1} : Place{place.line, place.column + 1};
  }
  return place;
}

/// Names that flows have and reminders have not.
void add_missing_values(std::string_view file, std::string_view bytes, std::vector<Finding>& findings) {
  for (const std::string_view name : spoken_names) {
    if (is_one_of(written_names, name)) continue;
    const auto at = bytes.find(fmt::format("{{{{{}}}}}", name));
    if (at == std::string_view::npos) continue;
    findings.push_back(
        because(fault("name-unknown", std::string(file), place_of(bytes, at),
                      fmt::format("a reminder has no {{{{{}}}}}: there are {}", name, comma_list(written_names))),
                "it would be held instead of sent, for every client"));
  }
}

bool offers_opt_out(std::string_view bytes) {
  for (const std::string_view word : opt_outs) {
    if (bytes.find(word) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::vector<Finding> message_findings(MessageKind kind, std::string_view file, std::string_view bytes) {
  std::vector<Finding> findings = text_findings(file, bytes);
  for (Finding& finding : findings) {
    if (finding.code != "name-unknown") continue;
    const auto list = finding.message.find("there are ");
    if (list != std::string::npos)
      finding.message = finding.message.substr(0, list) + "there are " + comma_list(written_names);
    finding.why =
        "others may read it: a reason, a speciality, an amount or a full name is never written, and what is not on the "
        "list has no value";
  }
  add_missing_values(file, bytes, findings);
  if (kind == MessageKind::text && !offers_opt_out(bytes))
    findings.push_back(because(fault("opt-out-missing", std::string(file), {},
                                     "does not say how to opt out: end with \"Reply STOP to opt out.\""),
                               "whoever is written to must be told how to be left alone, and carriers block who does "
                               "not say it"));
  if (kind == MessageKind::email && !split_subject(bytes))
    findings.push_back(because(
        fault("missing-key", std::string(file), {1, 1}, "an email has a subject and a body: neither may be empty"),
        "an email without a subject is taken for junk"));
  sort(findings);
  return findings;
}

}  // namespace courtesy::flow
