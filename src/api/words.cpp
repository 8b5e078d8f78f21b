#include "api/words.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <utility>

#include "interlock/decision.h"

namespace courtesy::api {
namespace {

using Body = boost::json::object;

Body body_of(const LedgerRow& row) {
  boost::json::error_code error;
  const auto fields = body_for(Reader::staff, row.body);
  if (!fields) return {};
  const boost::json::value value = boost::json::parse(*fields, error);
  return error || !value.is_object() ? Body{} : value.as_object();
}

std::string text(const Body& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string{};
}

std::string noun(std::string_view channel) {
  const auto known = parse_channel(channel);
  return known ? std::string(name_of(*known)) : "Contact";
}

std::string lower(std::string word) {
  if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z') word[0] = static_cast<char>(word[0] - 'A' + 'a');
  return word;
}

std::string why(std::string_view code) {
  const auto reason = parse_reason(code);
  return reason ? std::string(explain(*reason)) : std::string(code);
}

Sentence imported(const LedgerRow& row) {
  const Body body = body_of(row);
  if (row.code == "feed_doubted")
    return {fmt::format("The calendar {} is not believed: {}.", text(body, "feed"), text(body, "error")), Tone::bad};
  if (row.code != "feed_failed") {
    // Older rows have the source's name as their code; of newer ones it is gone with the body.
    const std::string source = text(body, "source");
    return {"Imported: " + (source.empty() ? row.code : source) + "."};
  }
  return {fmt::format("The calendar {} could not be read: {}. Nothing is changed, and it is tried again.",
                      text(body, "feed"), text(body, "error")),
          Tone::bad};
}

Sentence booked(const LedgerRow& row) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> words{{
      {"new", "Booked."},
      {"moved", "Moved to another time: reminders for the old one are withdrawn."},
      {"cancelled", "Cancelled."},
      {"came_back", "Booked again."},
      {"edited", "Changed in the calendar, at the same time."},
  }};
  for (const auto& [code, words_of] : words) {
    if (code == row.code) return {std::string(words_of), code == "cancelled" ? Tone::bad : Tone::quiet};
  }
  return {"Booked: " + row.code + "."};
}

Sentence planned(const LedgerRow& row) {
  return {row.code == "1" ? "One reminder planned." : row.code + " reminders planned."};
}

Sentence decided(const LedgerRow& row) {
  const Body body = body_of(row);
  const std::string decision = text(body, "decision");
  const std::string reason = why(row.code);
  if (decision == "defer") {
    Sentence waits{noun(row.channel) + " waits. " + reason, Tone::neutral};
    if (const auto until = parse_instant(text(body, "until"))) waits.until = *until;
    return waits;
  }
  if (decision == "hold") return {noun(row.channel) + " waits for a person's yes. " + reason, Tone::bad};
  // That a confirmed client is not rung again is no bad news.
  const bool wanted = row.code == "already_confirmed" || row.code == "already_told";
  return {"No " + lower(noun(row.channel)) + ". " + reason, wanted ? Tone::quiet : Tone::bad};
}

Sentence sent(const LedgerRow& row) {
  const Body body = body_of(row);
  if (row.code == "event_delivered") return {"An event was delivered to your own systems.", Tone::good};
  const std::string detail = text(body, "detail");
  const std::string what = noun(row.channel);
  const std::string because = detail.empty() ? "." : ": " + detail + (detail.ends_with('.') ? "" : ".");
  if (row.code == "accepted") return {what + ": the provider took it.", Tone::neutral};
  if (row.code == "refused") return {what + ": the provider refused it" + because, Tone::bad};
  if (row.code == "not_sent") return {what + " did not leave" + because + " It may be tried again.", Tone::neutral};
  return {"It is not known whether the " + lower(what) + " left" + because + " The provider is asked.", Tone::bad};
}

Sentence answered(const LedgerRow& row) {
  if (row.code == "confirmed") return {"The client confirms.", Tone::good};
  if (row.code == "cancelled") return {"The client cancels.", Tone::bad};
  if (row.code == "call_back" || row.code == "request_call_back")
    return {"The client asks to be rung back.", Tone::neutral};
  if (row.code == "opt_out") return {"The client wants no more of these: never contacted again.", Tone::bad};
  if (row.code == "asked_to_cancel") {
    return {"Wrote CANCEL: no more reminders. Perhaps the visit was meant; ask.", Tone::bad};
  }
  if (row.code == "wrong_number") return {"Somebody else has this number.", Tone::bad};
  if (row.code == "unclear_reply") return {"A reply that a person should read.", Tone::neutral};
  if (row.code == "missed_call") return {"Rang, and nobody answered: on the list of the staff.", Tone::neutral};
  if (row.code == "missed_call_returned")
    return {"Rang, and nobody answered: the next call is due at once instead of at its time.", Tone::neutral};
  if (row.code == "message") return {"Left a message by phone.", Tone::neutral};
  if (row.code == "opt_out_unheard")
    return {"Wants no more contact, and no number came with the call: a person must find out who it was.", Tone::bad};
  if (row.code == "task_code_used") return {"A task code was keyed in, and is used up.", Tone::good};
  if (body_of(row).contains("event")) return {"Told your own systems: " + row.code + ".", Tone::neutral};
  return {"The client answers: " + row.code + "."};
}

std::string answered_by(const std::string& who) {
  if (who == "person") return "The network takes whoever answered for a person.";
  if (who == "machine_beeped") return "The network heard a machine's beep.";
  if (who == "machine" || who == "machine_silent") return "The network takes whoever answered for a machine.";
  if (who == "fax") return "The network heard a fax.";
  return "The network cannot tell who answered.";
}

Sentence callback(const LedgerRow& row) {
  const auto channel = parse_channel(row.channel).value_or(Channel::call);
  const Body body = body_of(row);
  if (row.code == "incoming_call") return {"Somebody rings us.", Tone::neutral};
  if (row.code == "call_over") return {"The call is over.", Tone::quiet};
  if (row.code == "rang_back") return {"The client rings back.", Tone::neutral};
  if (row.code == "incoming_text") return {"The client writes: “" + text(body, "text") + "”", Tone::neutral};
  if (row.code == "answered_by") return {answered_by(text(body, "answered_by"))};
  if (const auto outcome = parse_attempt_outcome(text(body, "outcome")); outcome && *outcome != AttemptOutcome::none) {
    return sentence(channel, AttemptState::ended, *outcome);
  }
  if (const auto state = parse_attempt_state(row.code)) return sentence(channel, *state, AttemptOutcome::none);
  return {"The provider reports: " + row.code + "."};
}

/// What was played, after what: nobody was asked anything that this does not tell.
Sentence spoken(const LedgerRow& row) {
  if (const auto reason = parse_reason(row.code); reason && *reason != Reason::none) {
    return {"Answered, and told that nothing is needed. " + std::string(explain(*reason)), Tone::neutral};
  }
  const std::string input = text(body_of(row), "input");
  const std::string plays = "plays “" + row.code + "”.";
  if (input.ends_with("/keys")) return {"A key is pressed: " + plays};
  if (input.ends_with("/silence")) return {"No key is pressed: " + plays};
  if (input.ends_with("/played")) return {"Played to its end: " + plays};
  if (input.ends_with("/recorded")) return {"Recorded: " + plays};
  if (input.ends_with("/dialled")) return {"Put through, and back: " + plays};
  return {"Answered: " + plays};
}

std::string because(const Body& body) {
  const std::string why = text(body, "why");
  return why.empty() ? "." : ": " + why;
}

/// Who may come in.
std::optional<Sentence> of_people(const std::string& code, const Body& body, const std::string& by) {
  const auto role = [&] { return text(body, "role"); };
  if (code == "person_invited") return Sentence{text(body, "email") + " was invited as " + role() + by + "."};
  if (code == "invitation_withdrawn") return Sentence{"An invitation was withdrawn" + by + "."};
  if (code == "person_joined")
    return Sentence{"Somebody came into the account as " + role() + ", invited by " + text(body, "who") + "."};
  if (code == "role_set") return Sentence{"Somebody is " + role() + " from now on" + by + "."};
  if (code == "person_removed") return Sentence{"Somebody was taken out of the account" + by + ".", Tone::neutral};
  if (code == "person_renamed")
    return Sentence{text(body, "who") + " is called " + text(body, "name") + " from now on."};
  if (code == "key_made")
    return Sentence{"A " + text(body, "kind") + " key of the API was made" + by + ": " + text(body, "name") + "."};
  if (code == "key_revoked") return Sentence{"A key of the API was revoked" + by + ": " + text(body, "name") + "."};
  return std::nullopt;
}

/// What staff did with a visit, or one of its reminders.
std::optional<Sentence> of_visits(const std::string& code, const std::string& by) {
  if (code == "visit_booked") return Sentence{"Typed in by staff" + by + "."};
  if (code == "visit_moved") return Sentence{"Moved by staff" + by + "."};
  if (code == "visit_edited") return Sentence{"Its note was changed by staff" + by + "."};
  if (code == "visit_cancelled") return Sentence{"Cancelled by staff" + by + ".", Tone::bad};
  if (code == "visit_restored") return Sentence{"The cancellation was taken back by staff" + by + "."};
  if (code == "reminder_now") return Sentence{"Wanted now by staff" + by + ": it is judged at once.", Tone::neutral};
  if (code == "reminder_left_out") return Sentence{"Not to be sent: decided by staff" + by + ".", Tone::neutral};
  if (code == "reminder_after_all") return Sentence{"To be sent after all: decided by staff" + by + "."};
  return std::nullopt;
}

/// What staff changed about a client.
std::optional<Sentence> of_clients(const std::string& code, const Body& body, const std::string& by) {
  const auto of_way = [&] { return text(body, "way") == "email" ? " by email" : " by phone"; };
  if (code == "client_added") return Sentence{"A client was added" + by + "."};
  if (code == "client_changed") return Sentence{"What is known of a client was changed" + by + "."};
  if (code == "consent_recorded")
    return Sentence{"A consent was recorded (" + text(body, "channel") + ")" + by + ": " + text(body, "attested")};
  if (code == "consent_withdrawn")
    return Sentence{"A consent was withdrawn (" + text(body, "channel") + ")" + by + ".", Tone::bad};
  if (code == "never_contact")
    return Sentence{std::string("Never to be contacted") + of_way() + by + because(body), Tone::bad};
  if (code == "never_contact_lifted")
    return Sentence{std::string("May be contacted again") + of_way() + by + because(body), Tone::neutral};
  return std::nullopt;
}

Sentence by_hand(const LedgerRow& row) {
  const Body body = body_of(row);
  const std::string who = text(body, "who");
  const std::string by = who.empty() ? "" : " (" + who + ")";
  if (row.code == "showed") return {"Came: marked by staff" + by + ".", Tone::good};
  if (row.code == "no_show") return {"Did not come: marked by staff" + by + ".", Tone::bad};
  if (row.code == "unknown") return {"Whether they came was taken back by staff" + by + "."};
  if (row.code == "confirmed") return {"Rung by hand" + by + ": comes.", Tone::good};
  if (row.code == "cancelled") return {"Rung by hand" + by + ": cancels.", Tone::bad};
  if (row.code == "call_back") return {"Staff put it on the list to ring" + by + ".", Tone::neutral};
  if (row.code == "released") return {"Let go" + by + because(body), Tone::good};
  if (row.code == "discarded") return {"Not to be sent: decided by staff" + by + because(body), Tone::bad};
  if (row.code == "reached") return {"Looked at by a person" + by + ": it reached somebody. " + text(body, "why")};
  if (row.code == "not_reached") return {"Looked at by a person" + by + ": it reached nobody. " + text(body, "why")};
  if (row.code == "again") return {"Looked at by a person" + by + ": it is made once more. " + text(body, "why")};
  if (row.code == "page_acknowledged") return {"An operator has acknowledged a page."};
  if (row.code == "rule_removed") return {"A rule was removed: what waited by it does not go out."};
  if (row.code == "pacing_set") return {"The pace, its limits or its timetable were set."};
  if (row.code == "none") return {"The answer was taken back by staff" + by + "."};
  if (row.code == "rule_added") return {"A rule was added: nothing that was due before goes out by it."};
  if (row.code == "rule_restored") return {"A rule was taken back into force" + by + "."};
  if (row.code == "template_drafted")
    return {"A draft of the template " + text(body, "template") + " (" + text(body, "language") + ") was kept" + by +
            "."};
  if (row.code == "template_published")
    return {"The template " + text(body, "template") + " (" + text(body, "language") + ") was published" + by + "."};
  if (row.code == "template_rolled_back")
    return {"The template " + text(body, "template") + " (" + text(body, "language") + ") was rolled back" + by + "."};
  if (row.code == "flow_published") return {"New calls take another version of the flow " + text(body, "flow") + "."};
  if (row.code == "flow_withdrawn")
    return {"New calls take the program's own " + text(body, "flow") + ", if it has one."};
  if (row.code == "feed_added") return {"A calendar is read from its address from now on: " + text(body, "host") + "."};
  if (row.code == "feed_removed") return {"A calendar is read no more."};
  if (row.code == "account_created") return {"A new account."};
  if (row.code == "line_set") return {"A number is answered by " + text(body, "flow") + by + "."};
  if (row.code == "line_removed") return {"A number is answered by nobody any more, or as usual" + by + "."};
  if (row.code == "line_allows") return {"What callers may do was set" + by + "."};
  if (row.code == "inbox_read") return {"What came from a number was read" + by + ".", Tone::quiet};
  if (row.code == "inbox_new") return {"What came from a number was marked as new" + by + ".", Tone::quiet};
  if (row.code == "task_done") return {"Done" + by + ".", Tone::good};
  if (row.code == "task_code_made") return {"A task code was made" + by + "."};
  if (row.code == "event_target_set") return {"Events are delivered to another address from now on" + by + "."};
  if (row.code == "event_target_removed") return {"Events are delivered nowhere any more" + by + "."};
  if (row.code == "event_key_renewed") return {"Events are signed with a new secret" + by + "."};
  if (row.code == "changed") return {"Changed" + by + ": " + text(body, "what") + "."};
  if (auto people = of_people(row.code, body, by)) return *people;
  if (auto visits = of_visits(row.code, by)) return *visits;
  if (auto clients = of_clients(row.code, body, by)) return *clients;
  return {"Staff" + by + ": " + row.code + "."};
}

Sentence reconciled(const LedgerRow& row) {
  const std::string what = noun(row.channel);
  if (row.code == "restart")
    return {"The program was started again: what became of this is asked of the provider.", Tone::neutral};
  if (row.code == "not_found")
    return {"The provider was asked, and knows nothing of it yet. It is asked again.", Tone::neutral};
  if (row.code == "no_answer")
    return {"The provider was asked what became of it, and does not answer. It is asked every minute.", Tone::neutral};
  if (row.code == "absent")
    return {
        "The provider knows nothing of it after several looks: it probably never took place, and is not made again.",
        Tone::bad};
  if (row.code == "lost_at_gateway")
    return {"The provider had it and knows it no more. A person must look.", Tone::bad};
  if (row.code == "cannot_be_looked_up") return {"What became of it cannot be asked. A person must look.", Tone::bad};
  if (row.code == "several_matches")
    return {"The provider has more than one that this could be: sending is stopped until a person has looked.",
            Tone::bad};
  if (row.code == "call_end_unheard")
    return {"Nobody told us how a call to us ended: it is over by now.", Tone::neutral};
  if (row.code == "called_off") return {"The provider was asked to call it off.", Tone::neutral};
  if (const auto state = parse_attempt_state(row.code)) {
    return {"The provider was asked what became of it. " +
                sentence(parse_channel(row.channel).value_or(Channel::call), *state, AttemptOutcome::none).text,
            Tone::neutral};
  }
  return {"The provider was asked what became of it: " + row.code + ".", Tone::neutral};
}

Sentence refused(const LedgerRow& row) {
  if (row.code == "signature")
    return {"A request that claims to come from the provider was refused: its signature is not right.", Tone::bad};
  if (row.code == "unknown_token") return {"A request about an attempt that there is not was refused.", Tone::bad};
  if (row.code == "wrong_code") return {"A wrong code was keyed in on the phone.", Tone::bad};
  if (row.code == "unreadable") return {"A request from the provider could not be read.", Tone::bad};
  return {"A request was refused: " + row.code + ".", Tone::bad};
}

Sentence with_person(const LedgerRow& row, std::string_view what, Tone tone) {
  const Body body = body_of(row);
  const std::string who = text(body, "who");
  const std::string why = text(body, "why");
  return {fmt::format("{}{}{}", what, who.empty() ? "" : " by " + who, why.empty() ? "." : ": " + why), tone};
}

Sentence stopped(const LedgerRow& row) {
  if (row.code == "asked_again") return with_person(row, "A stop was asked for once more", Tone::bad);
  if (row.code == "by_file")
    return {"All sending stopped: the file that stops it stood beside the database.", Tone::bad};
  const std::string scope = text(body_of(row), "scope");
  if (scope == "house") return with_person(row, "All sending of the whole installation stopped", Tone::bad);
  return with_person(row, scope == "account" ? "All sending of this business stopped" : "Sending stopped", Tone::bad);
}

Sentence failed(const LedgerRow& row) {
  if (row.code == "event_given_up") {
    return {"An event could not be delivered to your own systems, and is not tried again by itself: " +
                text(body_of(row), "detail") + ".",
            Tone::bad};
  }
  const std::string error = text(body_of(row), "error");
  return {error.empty() ? why(row.code) : why(row.code) + " " + error, Tone::bad};
}

std::string span_words(minutes time) {
  const auto count = time.count();
  if (count % 60 != 0) return fmt::format("{} minute{}", count, count == 1 ? "" : "s");
  return fmt::format("{} hour{}", count / 60, count == 60 ? "" : "s");
}

std::string days_words(int days, std::string_view kind) {
  if (days == 0) return "on the day";
  if (days == 1) return kind.empty() ? "the day before" : fmt::format("the {}day before", kind);
  return fmt::format("{} {}days before", days, kind);
}

struct OffsetWords {
  std::string operator()(const ElapsedBefore& offset) const { return span_words(offset.time) + " before"; }
  std::string operator()(const DaysBeforeSameTime& offset) const {
    return days_words(offset.days, "") + ", at the same time";
  }
  std::string operator()(const DaysBeforeAt& offset) const { return days_words(offset.days, ""); }
  std::string operator()(const BusinessDaysBeforeAt& offset) const { return days_words(offset.days, "working "); }
};

}  // namespace

std::string_view word(Tone tone) {
  switch (tone) {
    case Tone::good: return "good";
    case Tone::neutral: return "neutral";
    case Tone::bad: return "bad";
    case Tone::quiet: return "quiet";
  }
  return "quiet";
}

std::string_view name_of(Channel channel) {
  switch (channel) {
    case Channel::call: return "Call";
    case Channel::text: return "Text";
    case Channel::email: return "Email";
  }
  return "Contact";
}

Sentence sentence(const LedgerRow& row) {
  if (row.kind == to_string(LedgerKind::imported)) return imported(row);
  if (row.kind == to_string(LedgerKind::booked)) return booked(row);
  if (row.kind == to_string(LedgerKind::planned)) return planned(row);
  if (row.kind == to_string(LedgerKind::decided)) return decided(row);
  if (row.kind == to_string(LedgerKind::intended)) return {noun(row.channel) + ": every check said yes; it goes out."};
  if (row.kind == to_string(LedgerKind::sent)) return sent(row);
  if (row.kind == to_string(LedgerKind::callback)) return callback(row);
  if (row.kind == to_string(LedgerKind::spoken)) return spoken(row);
  if (row.kind == to_string(LedgerKind::answered)) return answered(row);
  if (row.kind == to_string(LedgerKind::reconciled)) return reconciled(row);
  if (row.kind == to_string(LedgerKind::refused)) return refused(row);
  if (row.kind == to_string(LedgerKind::stopped)) return stopped(row);
  if (row.kind == to_string(LedgerKind::tripped)) {
    return {"The failsafe noticed something unusual: " + text(body_of(row), "why"), Tone::bad};
  }
  if (row.kind == to_string(LedgerKind::released)) return with_person(row, "Released", Tone::good);
  if (row.kind == to_string(LedgerKind::by_hand)) return by_hand(row);
  if (row.kind == to_string(LedgerKind::error)) return failed(row);
  return {row.kind + ": " + row.code + "."};
}

Sentence sentence(Channel channel, AttemptState state, AttemptOutcome outcome) {
  const std::string what(name_of(channel));
  switch (outcome) {
    case AttemptOutcome::heard:
      return {channel == Channel::call ? "A person heard the call." : "A person read it.", Tone::neutral};
    case AttemptOutcome::machine:
      return {"The message was left on a machine; nobody knows who listened.", Tone::neutral};
    case AttemptOutcome::delivered: return {what + ": delivered.", Tone::neutral};
    case AttemptOutcome::sent: return {what + ": sent, without a receipt.", Tone::neutral};
    case AttemptOutcome::busy: return {"The line was busy.", Tone::bad};
    case AttemptOutcome::no_answer: return {"Nobody answered.", Tone::bad};
    case AttemptOutcome::failed: return {what + ": it failed, and reached nobody.", Tone::bad};
    case AttemptOutcome::cancelled: return {what + ": called off before it was answered.", Tone::quiet};
    case AttemptOutcome::none: break;
  }
  switch (state) {
    case AttemptState::intended:
    case AttemptState::accepted: return {what + ": under way.", Tone::neutral};
    case AttemptState::ringing: return {"It rings.", Tone::neutral};
    case AttemptState::in_progress: return {"Answered: the call goes on.", Tone::neutral};
    case AttemptState::ended: return {what + ": over.", Tone::quiet};
    case AttemptState::refused: return {what + ": the provider refused it.", Tone::bad};
    case AttemptState::not_sent: return {what + ": it did not leave.", Tone::bad};
    case AttemptState::unknown:
      return {"It is not known whether the " + lower(what) + " took place; the provider is asked.", Tone::bad};
    case AttemptState::absent:
      return {"The provider knows nothing of the " + lower(what) + ": it probably never took place.", Tone::bad};
  }
  return {what};
}

Sentence sentence(Channel channel, AttemptState state, AttemptOutcome outcome, Evidence evidence) {
  if (outcome != AttemptOutcome::machine) return sentence(channel, state, outcome);
  switch (evidence) {
    case Evidence::beep: return {"The message was left on a machine, after its beep.", Tone::neutral};
    case Evidence::machine: return {"The message was played to a machine; no beep was heard.", Tone::neutral};
    case Evidence::none: break;
  }
  return {"The message was played; nobody knows who listened.", Tone::neutral};
}

std::string_view grade(AttemptOutcome outcome, Evidence evidence) {
  if (outcome != AttemptOutcome::machine) return "";
  switch (evidence) {
    case Evidence::beep: return "left_after_beep";
    case Evidence::machine: return "played_to_machine";
    case Evidence::none: break;
  }
  return "no_evidence";
}

std::string rule_words(const Rule& rule) {
  const std::string_view article = rule.channel == Channel::email ? "An " : "A ";
  return std::string(article) + lower(std::string(name_of(rule.channel))) + ", " +
         std::visit(OffsetWords{}, rule.offset);
}

}  // namespace courtesy::api
