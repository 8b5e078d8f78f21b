#include "phonenet/lint/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "phonenet/exchange/line.h"
#include "phonenet/lint/document_rules.h"
#include "phonenet/lint/findings.h"
#include "phonenet/lint/spoken_names.h"
#include "phonenet/personas/offers.h"
#include "phonenet/webhooks/link.h"

namespace courtesy::phonenet {
namespace {

using Severity = Finding::Severity;

constexpr std::array<std::string_view, 12> rules{
    "notice",          "missing-action",  "relative-url",      "slow-answer",  "no-fallback", "unnamed-caller",
    "keys-to-machine", "status-callback", "unknown-parameter", "doubled-call", "lost-key",    "silent-start"};

constexpr milliseconds too_slow{15'000};
constexpr milliseconds slow{5'000};
constexpr milliseconds first_words{10'000};
constexpr milliseconds first_silence{5'000};
constexpr milliseconds soon{60'000};

std::string without_query(std::string_view url) { return std::string(url.substr(0, url.find('?'))); }

bool is_callback(const Call& call, const Exchanged& one) {
  return !call.status_callback.empty() && without_query(one.url) == without_query(call.status_callback) &&
         http::field(one.parameters, "CallbackSource").has_value();
}

/// Twilio gives up after 15 s; whoever is on the line hears nothing meanwhile.
void answers_in_time(const Call& call, Findings& findings) {
  for (const Exchanged& one : call.exchanged) {
    if (one.signature.empty() || one.took < slow) continue;
    const bool lost = one.took >= too_slow;
    findings.add(
        {.rule = "slow-answer",
         .severity = lost ? Severity::error : Severity::warning,
         .what =
             fmt::format("{} was answered after {:.0f} s", one.method, static_cast<double>(one.took.count()) / 1'000),
         .sid = call.sid,
         .document = without_query(one.url),
         .why = is_callback(call, one)
                    ? "a status callback that is late arrives after the next ones, and is given up after 15 s"
                : lost ? "the request is given up after 15 s: the call fails, or goes to its fallback"
                       : "whoever is on the line hears nothing for so long, and hangs up; 15 s end the call",
         .mend = "answer at once, and do what takes long afterwards; <Pause> or a short <Say>, then <Redirect>, "
                 "bridges it"});
  }
}

/// It is signed as it was written, and asked for sorted.
void keeps_its_order(const Call& call, Findings& findings) {
  for (const Exchanged& one : call.exchanged) {
    const auto query = std::string_view(one.url).substr(without_query(one.url).size());
    if (one.signature.empty() || query.empty() || sorted_query(query.substr(1)) == query.substr(1)) continue;
    findings.add({.rule = "unsorted-query",
                  .what = fmt::format("the query {} is not in the order of its names", query),
                  .sid = call.sid,
                  .document = without_query(one.url),
                  .why = "it arrives sorted and is signed as it was written: who validates the URL as it arrived "
                         "refuses the request",
                  .mend = "write the parameters in the order of their names, or keep what they say in the path"});
  }
}

void has_a_fallback(const Call& call, Findings& findings) {
  if (call.url.empty() || !call.fallback_url.empty() || !call.parent_sid.empty()) return;
  findings.add({.rule = "no-fallback",
                .what = call.inbound ? fmt::format("the number {} has no VoiceFallbackUrl", call.to)
                                     : std::string("a call was made without a FallbackUrl"),
                .sid = call.sid,
                .document = without_query(call.url),
                .why = "when the application is down, the person hears \"an application error has occurred\"",
                .mend = call.inbound ? "set VoiceFallbackUrl at the number, on another host: a static document will do"
                                     : "give FallbackUrl with the call, on another host: a static document will do"});
}

/// 47 CFR 64.1200(b)(1): who is responsible for the call is said at its beginning.
void says_who_calls(const Call& call, Findings& findings) {
  if (call.inbound || !call.parent_sid.empty() || !call.answered || !call.trace) return;
  std::string words;
  const Step* first = nullptr;
  for (const Step& step : call.trace->steps()) {
    if (step.at - *call.answered > first_words) break;
    if (step.kind != Step::Kind::says && step.kind != Step::Kind::plays) continue;
    if (step.text.starts_with("[audio")) return;  // what is in it nobody here can hear
    if (first == nullptr) first = &step;
    words.append(" ").append(step.text);
  }
  if (first == nullptr || words.empty() || names_the_caller(words)) return;
  findings.add({.rule = "unnamed-caller",
                .what = fmt::format("nothing in the first 10 s seems to say who is calling: \"{}\"",
                                    words.substr(1, words.find_first_of(".?!", 1))),
                .sid = call.sid,
                .document = document_of(*call.trace, first->document),
                .line = first->line,
                .why = "people hang up on a voice without a name, and a recorded call must say who is responsible for "
                       "it at its beginning (US: 47 CFR 64.1200)",
                .mend = "begin with \"This is ...\" or \"A message from ...\""});
}

/// Whoever answers and hears nothing hangs up.
void begins_to_speak(const Call& call, Findings& findings) {
  if (!call.answered || !call.trace || !call.parent_sid.empty()) return;
  for (const Step& step : call.trace->steps()) {
    const bool heard = step.kind == Step::Kind::says || step.kind == Step::Kind::plays ||
                       step.kind == Step::Kind::tones || step.kind == Step::Kind::records ||
                       step.kind == Step::Kind::dials;
    if (!heard) continue;
    if (step.at - *call.answered < first_silence || call.detection.mode != Detection::Mode::off) return;
    return findings.add({.rule = "silent-start",
                         .what = fmt::format("nothing was heard for {:.0f} s after the answer",
                                             static_cast<double>((step.at - *call.answered).count()) / 1'000),
                         .sid = call.sid,
                         .document = document_of(*call.trace, step.document),
                         .line = step.line,
                         .why = "a person says hello twice and hangs up; carriers count short calls",
                         .mend = "say something first, and pause afterwards"});
  }
}

void is_called_once(const Call& call, const Call* before, Findings& findings) {
  if (before == nullptr) return;
  const bool open = !before->ended || *before->ended > call.created;
  if (!open && (call.created - before->created > soon || !before->answered)) return;
  findings.add({.rule = "doubled-call",
                .severity = open ? Severity::error : Severity::warning,
                .what = fmt::format("{} was called again {:.0f} s after {}, {}", call.to,
                                    static_cast<double>((call.created - before->created).count()) / 1'000, before->sid,
                                    open ? "which was not over" : "which had been answered"),
                .sid = call.sid,
                .why = "the phone rings twice for one thing; an answer that was lost is no call that was not made",
                .mend = "look for the call (GET Calls.json?To=...) before making it again, and never retry a POST by "
                        "itself"});
}

/// A machine presses nothing, and whoever plays it back cannot any more.
void asks_no_machine(Office& office, Findings& findings) {
  for (const Entry& entry : office.journal.entries()) {
    if (entry.kind != EntryKind::message_left || spoken_offers(entry.text).empty()) continue;
    findings.add({.rule = "keys-to-machine",
                  .severity = Severity::error,
                  .what = fmt::format("a key is asked for on an answering machine: \"{}\"", entry.text),
                  .sid = entry.sid,
                  .document = document_of(office, entry.sid),
                  .why = "whoever plays the message back presses keys that do nothing, or delete it",
                  .mend = "what comes when no key was pressed must ask for none: leave a number instead"});
  }
}

/// Parameters that no resource knows, and keys that were pressed where none was waited for.
void reads_the_journal(Office& office, Findings& findings) {
  for (const Entry& entry : office.journal.entries()) {
    if (entry.kind == EntryKind::notice && entry.detail == "20001") {
      findings.add({.rule = "unknown-parameter",
                    .what = entry.text,
                    .why = "it is ignored without a word: what it should have done does not happen",
                    .mend = "spell it as the API does, capitals too"});
    } else if (entry.kind == EntryKind::key && entry.detail == "nobody asked") {
      findings.add({.rule = "lost-key",
                    .what = fmt::format("the key {} was pressed, and no <Gather> was waiting", entry.text),
                    .sid = entry.sid,
                    .document = document_of(office, entry.sid),
                    .why = "the person believes to have answered",
                    .mend = "put what names the keys inside of the <Gather>, and not before it"});
    }
  }
}

void callbacks_are_taken(const Call& call, Findings& findings) {
  for (const Notification& one : call.notifications) {
    if (call.status_callback.empty() || one.url != call.status_callback) continue;
    findings.add({.rule = "status-callback",
                  .severity = Severity::error,
                  .what = fmt::format("a status callback was not taken: {}", one.text),
                  .sid = call.sid,
                  .document = without_query(one.url),
                  .why = "it is not sent again: the application never learns how the call ended",
                  .mend = "answer every callback with 200 or 204, and those that are unknown too"});
  }
}

void heeds_notices(const Call& call, Findings& findings) {
  for (const Notification& one : call.notifications) {
    if (!call.status_callback.empty() && one.url == call.status_callback) continue;
    findings.add({.rule = "notice",
                  .severity = one.error ? Severity::error : Severity::warning,
                  .what = fmt::format("{}: {}", one.code, one.text),
                  .sid = call.sid,
                  .document = without_query(one.url),
                  .line = line_in(one.text),
                  .why = one.error ? "the document stops there: the call ends, or goes to its fallback"
                                   : "the attribute or verb is ignored, or another value taken for it",
                  .mend = fmt::format("https://www.twilio.com/docs/errors/{}", one.code)});
  }
}

}  // namespace

std::span<const std::string_view> lint_rules() { return rules; }

LintReport lint(Office& office) {
  Findings findings;
  std::map<std::pair<std::string, std::string>, const Call*> last;  // to, from
  std::int64_t calls = 0;
  for (const Call& call : office.calls.all()) {
    if (call.deleted || call.forgotten) continue;
    ++calls;
    heeds_notices(call, findings);
    if (call.trace) judge_documents(call, findings);
    answers_in_time(call, findings);
    keeps_its_order(call, findings);
    has_a_fallback(call, findings);
    says_who_calls(call, findings);
    begins_to_speak(call, findings);
    callbacks_are_taken(call, findings);
    if (call.inbound || !call.parent_sid.empty()) continue;
    const Call*& before = last[{call.to, call.from}];
    is_called_once(call, before, findings);
    before = &call;
  }
  asks_no_machine(office, findings);
  reads_the_journal(office, findings);
  LintReport report{.findings = findings.take(), .calls = calls};
  const auto place = [](const Finding& one) {
    return std::pair(one.severity != Severity::error, std::find(rules.begin(), rules.end(), one.rule) - rules.begin());
  };
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [&](const Finding& a, const Finding& b) { return place(a) < place(b); });
  return report;
}

}  // namespace courtesy::phonenet
