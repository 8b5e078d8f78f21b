#include "phonenet/trace/moments.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "phonenet/exchange/line.h"

namespace courtesy::phonenet {
namespace {

using Lane = Moment::Lane;

/// What the journal calls it, as a word for people; empty: it is told by other means, or is none of the callee's.
std::string_view word_of(const Entry& entry) {
  switch (entry.kind) {
    case EntryKind::ring: return "rings";
    case EntryKind::answer: return "answers";
    case EntryKind::heard: return "hears";
    case EntryKind::key: return "presses";
    case EntryKind::beep: return "beeps";
    case EntryKind::message_left: return "keeps";
    case EntryKind::said: return "says";
    case EntryKind::recorded: return "is recorded";
    case EntryKind::hang_up: return "hang-up";
    case EntryKind::ended: return "ends";
    case EntryKind::notice: return "notice";
    default: return "";
  }
}

/// In virtual time a document is asked for, answered and begun at one instant: that is how they follow one another.
enum Order { first_of_all, asked, answered, then, after_all, last_of_all };

bool is_the_end(const Entry& entry) { return entry.kind == EntryKind::hang_up || entry.kind == EntryKind::ended; }

void add_journal(CallTale& tale, const Office& office) {
  for (const Entry& entry : office.journal.entries()) {
    if (entry.at < tale.began || entry.sid != tale.sid) continue;
    const std::string_view word = word_of(entry);
    if (word.empty()) continue;
    const bool notice = entry.kind == EntryKind::notice;
    tale.moments.push_back({.lane = notice ? Lane::document : Lane::person,
                            .at = entry.at,
                            .until = entry.at,
                            .what = std::string(word),
                            .text = entry.text,
                            .note = entry.kind == EntryKind::hang_up ? "by " + entry.detail : entry.detail,
                            .trouble = notice,
                            .order = is_the_end(entry) ? after_all : first_of_all});
  }
}

std::string verb_of(const Step& step) {
  switch (step.kind) {
    case Step::Kind::waits: return "Gather";
    case Step::Kind::answers: return "answer";
    case Step::Kind::hangs_up: return step.verb == "Hangup" || step.verb == "Reject" ? step.verb : "end";
    case Step::Kind::asks: return "next document";
    default: return step.verb.empty() ? std::string(to_string(step.kind)) : step.verb;
  }
}

std::string note_of(const Step& step) {
  if (step.cut) return "cut short";
  if (step.kind == Step::Kind::waits) return fmt::format("waits {} s for a key", step.length.count() / 1'000);
  if (step.kind == Step::Kind::plays) return step.url;
  return "";
}

void add_steps(CallTale& tale, const Trace& trace) {
  for (const Step& step : trace.steps()) {
    tale.moments.push_back({.lane = Lane::document,
                            .at = step.at,
                            .until = step.until.value_or(tale.ended),
                            .what = verb_of(step),
                            .text = step.kind == Step::Kind::asks ? step.url : step.text,
                            .note = note_of(step),
                            .line = step.line,
                            .order = step.kind == Step::Kind::asks ? asked : then});
  }
}

/// Of a request that was given up it counts how long it really took: a virtual clock stands still meanwhile.
std::string outcome(const Exchanged& one) {
  if (one.status != 0) return fmt::format("{} in {} ms", one.status, one.lasted.count());
  const auto waited = std::chrono::round<seconds>(std::max(one.took, one.lasted));
  return waited.count() == 0 ? "no answer" : fmt::format("no answer after {} s", waited.count());
}

void add_webhooks(CallTale& tale, const Call& call) {
  for (const Exchanged& one : call.exchanged) {
    if (one.signature.empty()) continue;  // the application's own request
    const auto status = http::field(one.parameters, "CallStatus").value_or("");
    tale.moments.push_back({.lane = Lane::webhook,
                            .at = one.at - one.lasted,
                            .until = one.at,
                            .what = one.method,
                            .text = one.url,
                            .note = fmt::format("{}{}{}", status, status.empty() ? "" : ", ", outcome(one)),
                            .trouble = one.status == 0 || one.status >= 400,
                            .order = http::field(one.parameters, "CallbackSource") ? last_of_all : answered});
  }
}

std::string_view lane_name(const CallTale& tale, Lane lane) {
  switch (lane) {
    case Lane::person: return tale.direction == "inbound" ? std::string_view(tale.from) : std::string_view(tale.to);
    case Lane::document: return "document";
    case Lane::webhook: return "webhook";
  }
  return "";
}

}  // namespace

CallTale tale_of(const Office& office, const Call& call) {
  CallTale tale{.sid = call.sid,
                .to = call.to,
                .from = call.from,
                .direction = std::string(direction_of(call)),
                .status = std::string(to_string(call.status)),
                .began = call.created,
                .ended = call.ended.value_or(office.clock.now()),
                .over = is_final(call.status)};
  tale.persona = call.caller ? call.caller->name : office.whoever_has(call.to).name;
  add_journal(tale, office);
  if (call.trace) add_steps(tale, *call.trace);
  add_webhooks(tale, call);
  std::stable_sort(tale.moments.begin(), tale.moments.end(),
                   [](const Moment& a, const Moment& b) { return std::tie(a.at, a.order) < std::tie(b.at, b.order); });
  for (const Moment& moment : tale.moments) tale.ended = std::max(tale.ended, moment.until);
  return tale;
}

std::string transcript_of(const CallTale& tale) {
  std::string out = fmt::format("{} {} from {} to {} ({}): {}, {}\n", tale.direction, tale.sid, tale.from, tale.to,
                                tale.persona, tale.status, courtesy::to_string(tale.began));
  for (const Moment& moment : tale.moments) {
    const double seconds = static_cast<double>((moment.at - tale.began).count()) / 1'000;
    out += fmt::format("{:>+8.1f} s  {:<13} {}", seconds, lane_name(tale, moment.lane), moment.what);
    const bool words = moment.lane != Lane::webhook;
    if (!moment.text.empty()) out += words ? " \"" + moment.text + "\"" : " " + moment.text;
    if (moment.line > 0) out += fmt::format(" (line {})", moment.line);
    if (!moment.note.empty()) out += ": " + moment.note;
    out += '\n';
  }
  return out;
}

}  // namespace courtesy::phonenet
