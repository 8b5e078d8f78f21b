#include "flow/message_check.h"

#include <fmt/format.h>

#include <optional>

#include "flow/action_words.h"
#include "flow/faults.h"
#include "flow/key_offers.h"
#include "flow/names.h"
#include "flow/reply_choices.h"
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

bool says_opt_out(std::string_view bytes) {
  for (const std::string_view word : opt_outs) {
    if (bytes.find(word) != std::string_view::npos) return true;
  }
  return false;
}

/// Lines as a reader of the whole sees them.
void add_single_braces(std::string_view file, std::string_view bytes, std::vector<Finding>& findings) {
  for (std::size_t at = 0; at < bytes.size();) {
    const auto line_end = std::min(bytes.find('\n', at), bytes.size());
    single_braces(bytes.substr(at, line_end - at), file, place_of(bytes, at), findings);
    at = line_end + 1;
  }
}

/// What a reply of one letter means, whatever the text says (outcome/reply.h).
std::optional<Action> meaning_of(char choice) {
  switch (choice) {
    case 'C':
    case 'Y': return Action::confirm;
    case 'X': return Action::cancel;
    case 'R': return Action::request_call_back;
    default: return std::nullopt;
  }
}

void add_choice(std::string_view file, Place place, char choice, std::string_view purpose,
                std::vector<Finding>& findings) {
  const auto action = meaning_of(choice);
  if (!action) {
    findings.push_back(
        because(fault("key-not-handled", std::string(file), place,
                      fmt::format("offers the answer {}, which is not read: offer C to confirm, X to cancel, R to be "
                                  "called back",
                                  choice)),
                "clients answer what they were told, and a person has to find out what they meant"));
    return;
  }
  const std::string_view other = offers_opt_out(purpose) ? "no more contact" : other_offer(*action, purpose);
  if (other.empty()) return;
  findings.push_back(
      fault("key-means-other", std::string(file), place,
            fmt::format("says \"{}\" where it offers {}, and {} means {}: C confirms, X cancels, R asks to "
                        "be called back",
                        other, choice, choice, to_string(*action))));
}

void add_choices(std::string_view file, std::string_view bytes, std::vector<Finding>& findings) {
  for (const std::string_view sentence : sentences_of(bytes)) {
    const auto choices = reply_choices(sentence);
    const auto offers = offers_in(sentence, choices);
    const auto begin = static_cast<std::size_t>(sentence.data() - bytes.data());
    for (std::size_t i = 0; i < choices.size(); ++i) {
      add_choice(file, place_of(bytes, begin + choices[i].end - 1), *choices[i].keys.begin(), offers[i].purpose,
                 findings);
    }
  }
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
  add_single_braces(file, bytes, findings);
  if (kind == MessageKind::text) add_choices(file, bytes, findings);
  if (kind == MessageKind::text && !says_opt_out(bytes))
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
