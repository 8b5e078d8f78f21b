#include "simulation/checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "ledger/body.h"
#include "simulation/checker_names.h"

namespace courtesy::simulation {
namespace {

constexpr std::size_t most_violations = 25;
/// What a process heard so shortly before its end may not be written down.
constexpr seconds writes_down_within{2};

struct Invariant {
  std::string_view name;
  std::string_view rule;
};

constexpr std::array invariants{
    Invariant{"one_contact", "one reminder makes at most one contact"},
    Invariant{"told_twice", "one client is told of one start by one rule at most once, under whatever uid"},
    Invariant{"intent_first", "no request leaves without a committed intent, and it is the one that was intended"},
    Invariant{"sent_again", "what may have left is not sent again by the machine"},
    Invariant{"sent_late", "a request leaves within seconds of its intent, or not at all"},
    Invariant{"valid", "no intent for what is cancelled, moved, given to another or already answered"},
    Invariant{"suppressed", "no intent for a recipient after the commit of the opt-out"},
    Invariant{"allowed", "no intent without a consent, nor to a number that may not be rung from here"},
    Invariant{"stopped", "no intent while the house or the account is stopped"},
    Invariant{"hours", "no contact outside the permitted hours in any zone that the number could be in"},
    Invariant{"early", "no contact before its time"},
    Invariant{"too_late", "no contact once it is no use any more"},
    Invariant{"caps", "a recipient is contacted at most three times in a day and six in a week"},
    Invariant{"call_gap", "a number is called at most once in an hour"},
    Invariant{"two_calls", "no two running calls to one number"},
    Invariant{"machine_keys", "a machine is not asked for keys"},
    Invariant{"pointless", "whoever answers a call that became pointless is not asked for anything"},
    Invariant{"fencing", "a life that was replaced writes nothing"},
    Invariant{"durable", "what was reported as committed is there after a crash"},
    Invariant{"stranger", "a callback that is forged or of nobody is refused and changes nothing"},
    Invariant{"vanished", "every reminder that was due has an ending or is on a list"},
    Invariant{"unsettled", "every attempt comes to an end, or to a person"},
    Invariant{"wire_is_ledger", "requests on the wire are the ledger's, one for one and to the byte"},
    Invariant{"decided", "what a person has discarded does not leave, and nothing is discarded but by a person"},
};

}  // namespace

std::string to_text(const Violation& violation) {
  return fmt::format("{} at {}: {}: {}", violation.invariant, to_string(violation.at), violation.reminder,
                     violation.detail);
}

std::string Checker::name_of(const SeenIntent& intent) {
  return fmt::format("clinic {} {} rule {} of {}", intent.account, intent.uid, intent.rule, intent.start);
}

void Checker::violation(std::string invariant, std::string reminder, std::string detail) {
  INVARIANT(std::ranges::find(invariants, invariant, &Invariant::name) != invariants.end());
  ++count_;
  parts_.trace.line(fmt::format("VIOLATION {} {} {}", invariant, reminder, detail));
  if (violations_.size() >= most_violations) return;
  violations_.push_back({std::move(invariant), parts_.clock.now(), std::move(reminder), std::move(detail)});
}

Checker::Contact* Checker::contact_of(std::string_view token) {
  AttemptKey key;
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return nullptr;
  std::from_chars(token.data(), token.data() + first, key.first);
  std::from_chars(token.data() + first + 1, token.data() + second, key.second);
  const auto found = contacts_.find(key);
  if (found == contacts_.end() || found->second.intent.secret != token.substr(second + 1)) return nullptr;
  return &found->second;
}

const SeenIntent* Checker::intent_of(std::string_view token) {
  const Contact* contact = contact_of(token);
  return contact == nullptr ? nullptr : &contact->intent;
}

void Checker::intent(const SeenIntent& intent, Instant at) {
  parts_.trace.line(
      fmt::format("{} intent {} attempt {} to {}", to_string(at), name_of(intent), intent.attempt, intent.recipient));
  const AttemptKey key{intent.account, intent.attempt};
  if (const auto known = contacts_.find(key); known != contacts_.end()) {
    violation("durable", name_of(intent),
              fmt::format("attempt {} was already committed for {}", intent.attempt, name_of(known->second.intent)));
  }
  check_promise(intent);
  check_time(intent, at);
  check_again(intent);
  check_decided(intent);
  newest_[intent.account] = intent;
  of_reminder_[name_of(intent)].push_back(key);
  if (intent.channel == Channel::email) {
    by_message_id_[message_id(intent)] = key;
  }
  const Promise* standing = parts_.model.standing({intent.account, intent.uid});
  const int patient = standing == nullptr ? -1 : standing->patient;
  contacts_.insert_or_assign(key, Contact{.intent = intent, .at = at, .patient = patient});
  unheard_.push_back(key);
}

void Checker::intent_in_doubt(const SeenIntent& seen, Instant at) {
  intent(seen, at);
  touched_.reminder(name_of(seen));
}

void Checker::check_promise(const SeenIntent& intent) {
  const Visit visit{intent.account, intent.uid};
  const Promise* promise = parts_.model.standing(visit);
  if (promise == nullptr) return violation("valid", name_of(intent), "there is no such booking any more");
  if (start_key(promise->start) != intent.start)
    violation("valid", name_of(intent), "it begins at " + start_key(promise->start) + " by now");
  if (parts_.model.recipient(*promise, intent.channel) != intent.recipient)
    violation("valid", name_of(intent), "it is for another recipient by now");
  if (const auto when = parts_.model.answered(visit, intent.start))
    violation("valid", name_of(intent), "its client had answered at " + to_string(*when));
  if (parts_.model.suppressed(intent.account, intent.recipient))
    violation("suppressed", name_of(intent), intent.recipient + " had opted out");
  if (!parts_.model.allowed(promise->patient, intent.channel))
    violation("allowed", name_of(intent), intent.recipient + " may not be contacted");
  if (const auto since = parts_.model.stopped(intent.account))
    violation("stopped", name_of(intent), "all was stopped since " + to_string(*since));
}

void Checker::check_time(const SeenIntent& intent, Instant now) {
  const Promise* promise = parts_.model.standing({intent.account, intent.uid});
  if (promise == nullptr || start_key(promise->start) != intent.start) return;
  const milliseconds slack = parts_.slack();
  const auto zones = parts_.model.zones(intent.account, intent.recipient);
  const auto permitted = [&](Instant at) { return within_hours(intent.channel, zones, at); };
  if (!permitted(now) && !permitted(now - slack) && !permitted(now + slack))
    violation("hours", name_of(intent), "it is outside the hours of " + intent.recipient);
  if (now > promise->instant - minutes{30} + slack)
    violation("too_late", name_of(intent), "the appointment begins at " + to_string(promise->instant));
  if (intent.rule < 1 || intent.rule > rules) return;
  const Instant due = due_of(intent.rule, promise->start, promise->zone);
  // Planned by the hours where the appointment is, and asked again by those of the client.
  auto planned_by = zones;
  planned_by.push_back(promise->zone);
  const Instant first = std::min(due, last_within_hours(intent.channel, planned_by, due) - spread_over - minutes{6});
  if (now < first - slack) violation("early", name_of(intent), "it is due at " + to_string(due));
}

/// A reminder may have another attempt only when no earlier one can have reached anybody.
void Checker::check_again(const SeenIntent& intent) {
  for (const AttemptKey& key : of_reminder_[name_of(intent)]) {
    const Contact& earlier = contacts_.at(key);
    if (earlier.requests == 0 || (earlier.conclusive_no && !earlier.accepted)) continue;
    if (earlier.again && !earlier.accepted) continue;  // a person knew that it had not
    violation("sent_again", name_of(intent),
              fmt::format("attempt {} may have reached {}", earlier.intent.attempt, earlier.intent.recipient));
  }
}

void Checker::request_leaves(std::string_view token, const std::string& recipient, const std::string& text) {
  leaving_ = contact_of(token);
  if (!recipient.empty() && recipient == parts_.operator_phone) return;
  parts_.counts.add("requests");
  if (leaving_ == nullptr) {
    return violation("intent_first", "token " + std::string(token), "no committed intent has it");
  }
  Contact& contact = *leaving_;
  const std::string name = name_of(contact.intent);
  if (++contact.requests > 1) violation("sent_again", name, "one attempt made two requests");
  if (contact.intent.recipient != recipient) violation("intent_first", name, "it goes to " + recipient);
  if (contact.intent.channel == Channel::text && contact.intent.text != text)
    violation("intent_first", name, "its text is another");
  if (const auto since = parts_.model.stopped(contact.intent.account);
      since && parts_.clock.now() - *since > seconds{9})
    violation("stopped", name, "it leaves though all was stopped since " + to_string(*since));
  if (parts_.clock.now() - contact.at > seconds{9})
    violation("sent_late", name, "its intent was committed at " + to_string(contact.at));
}

namespace {

/// With the mark in the place of the secret, as the ledger has it.
std::string without(std::string text, const std::string& secret) {
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + secret_mark.size()))
    text.replace(at, secret.size(), secret_mark);
  return text;
}

}  // namespace

void Checker::left(std::string_view token, const http::Request& request) {
  Contact* contact = contact_of(token);
  if (contact == nullptr) return;
  const std::string& secret = contact->intent.secret;
  contact->left = LedgerBody()
                      .plain("method", request.method)
                      .personal("url", without(request.url, secret))
                      .personal("body", without(request.body, secret))
                      .text();
}

void Checker::check_decided(const SeenIntent& intent) {
  if (discarded_.contains(name_of(intent))) violation("decided", name_of(intent), "a person had discarded it");
}

void Checker::again(std::int64_t account, std::int64_t attempt) {
  const auto contact = contacts_.find({account, attempt});
  if (contact != contacts_.end()) contact->second.again = true;
}

bool Checker::was_accepted(std::int64_t account, std::int64_t attempt) const {
  const auto contact = contacts_.find({account, attempt});
  return contact != contacts_.end() && contact->second.accepted;
}

std::optional<bool> Checker::reached(std::int64_t account, std::int64_t attempt) const {
  const auto contact = contacts_.find({account, attempt});
  if (contact == contacts_.end()) return std::nullopt;
  const bool call = contact->second.intent.channel == Channel::call;
  if (!contact->second.accepted || !call) return contact->second.accepted;
  if (!contact->second.over) return std::nullopt;  // it is not over
  return heard_by_.contains(contact->first);
}

void Checker::email_leaves(const mail::Message& message) {
  const auto found = by_message_id_.find(message.message_id);
  const std::string token = found == by_message_id_.end()
                                ? message.message_id
                                : fmt::format("{}.{}.{}", found->second.first, found->second.second,
                                              contacts_.at(found->second).intent.secret);
  request_leaves(token, message.to, message.text);
  if (leaving_ == nullptr) return;
  leaving_->left = LedgerBody()
                       .plain("from", message.from)
                       .personal("to", message.to)
                       .personal("subject", message.subject)
                       .personal("text", message.text)
                       .text();
}

Checker::Contact* Checker::contact_by(std::string_view token) {
  if (Contact* contact = contact_of(token); contact != nullptr) return contact;
  const auto found = by_message_id_.find(token);
  return found == by_message_id_.end() ? nullptr : &contacts_.at(found->second);
}

void Checker::observed(std::string_view token, Observed what) {
  Contact* contact = contact_by(token);
  leaving_ = nullptr;
  if (contact == nullptr) return;
  contact->conclusive_no = what == Observed::nothing_left || what == Observed::not_taken || what == Observed::refused;
  contact->never_left = what == Observed::nothing_left || what == Observed::not_taken;
  if (what == Observed::unclear && !contact->accepted) touched_.reminder(name_of(contact->intent));
}

void Checker::heard(std::string_view token) {
  if (Contact* contact = contact_by(token); contact != nullptr) contact->heard = parts_.clock.now();
}

void Checker::process_gone() {
  const Instant now = parts_.clock.now();
  for (const AttemptKey& key : std::exchange(unheard_, {})) {
    Contact& contact = contacts_.at(key);
    if (contact.heard && *contact.heard < now - writes_down_within) continue;
    contact.never_left = false;
    if (!contact.accepted) touched_.reminder(name_of(contact.intent));
  }
}

void Checker::accepted(Contact& contact, const std::string& sid) {
  const SeenIntent& intent = contact.intent;
  const std::string name = name_of(intent);
  contact.accepted = true;
  contact.sid = sid;
  by_sid_[sid] = {intent.account, intent.attempt};
  parts_.counts.add(fmt::format("contacts.{}", to_string(intent.channel)));
  if (++accepted_of_reminder_[name] > 1) violation("one_contact", name, "contacted again: " + intent.recipient);
  // A call that nobody answers has told nobody.
  if (intent.channel != Channel::call) told(intent);
  if (intent.channel == Channel::text) texts_to_[{intent.account, intent.recipient}].push_back(by_sid_[sid]);
  check_caps(contact);
}

void Checker::told(const SeenIntent& intent) {
  if (const Promise* promise = parts_.model.standing({intent.account, intent.uid}); promise != nullptr) {
    told_[person_of(intent.account, promise->patient, intent.start)].push_back(parts_.clock.now());
    const std::string person = fmt::format("{} {} rule {} of {}", intent.account,
                                           parts_.model.patient(promise->patient).name, intent.rule, intent.start);
    const auto twins = std::ranges::count_if(parts_.model.promises(), [&](const Promise& other) {
      return !other.until && other.patient == promise->patient && other.start == promise->start &&
             other.visit.first == intent.account;
    });
    if (++accepted_of_person_[person] > 1 && twins < 2)
      violation("told_twice", name_of(intent), "told by another uid before");
  }
}

void Checker::check_caps(const Contact& contact) {
  auto& all = of_recipient_[contact.intent.recipient];
  const milliseconds slack = parts_.slack() + seconds{1};
  int day = 1;
  int week = 1;
  for (const auto& [at, channel] : all) {
    const milliseconds apart = contact.at >= at ? contact.at - at : at - contact.at;
    if (contact.at >= at && apart < hours{24} - slack) ++day;
    if (contact.at >= at && apart < hours{168} - slack) ++week;
    if (channel == Channel::call && contact.intent.channel == Channel::call && apart < minutes{60} - slack)
      violation("call_gap", name_of(contact.intent), "called at " + to_string(at) + " too");
  }
  if (day > 3) violation("caps", name_of(contact.intent), fmt::format("{} contacts in a day", day));
  if (week > 6) violation("caps", name_of(contact.intent), fmt::format("{} contacts in a week", week));
  all.emplace_back(contact.at, contact.intent.channel);
}

}  // namespace courtesy::simulation
