#include "simulation/checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/smtp/smtp_gateway.h"
#include "ledger/body.h"
#include "phonenet/personas/offers.h"

namespace courtesy::simulation {
namespace {

constexpr std::size_t most_violations = 25;
/// What is due after closing goes out within so long before it.
constexpr hours spread_over{1};
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

std::string message_id(const SeenIntent& intent) {
  const Secret<std::string> token(fmt::format("{}.{}.{}", intent.account, intent.attempt, intent.secret));
  return smtp::message_id_of(token, "courtesy.example");
}

std::string start_key(LocalTime start) { return to_string(start); }

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

namespace {

std::string person_of(std::int64_t account, int patient, std::string_view start) {
  return fmt::format("{} {} {}", account, patient, start);
}

}  // namespace

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

void Checker::journal(const phonenet::Entry& entry) {
  using phonenet::EntryKind;
  if (!entry.to.empty() && entry.to == parts_.operator_phone) return;
  switch (entry.kind) {
    case EntryKind::text_accepted:
      if (entry.detail == "reply") return;
      [[fallthrough]];
    case EntryKind::email_delivered:
      if (leaving_ == nullptr) return violation("intent_first", entry.to, "accepted without a request");
      return accepted(*leaving_, entry.sid);
    case EntryKind::text_reply: return wrote(account_of(entry.to), entry.from, entry.text, false);
    case EntryKind::text_delivered:
    case EntryKind::text_failed:
    case EntryKind::email_refused:
    case EntryKind::opted_out:
    case EntryKind::opted_in:
    case EntryKind::webhook:
    case EntryKind::notice:
    case EntryKind::refused:
    case EntryKind::fault: return;
    default: return on_call(entry);
  }
}

void Checker::on_call(const phonenet::Entry& entry) {
  using phonenet::EntryKind;
  if (entry.kind == EntryKind::call_accepted) {
    if (leaving_ == nullptr) return violation("intent_first", entry.to, "a call accepted without a request");
    if (++running_[entry.to] > 1) violation("two_calls", name_of(leaving_->intent), "another call to it is running");
    calls_[entry.sid] = {.number = entry.to, .accepted = entry.at};
    return accepted(*leaving_, entry.sid);
  }
  const auto found = calls_.find(entry.sid);
  if (found == calls_.end()) return;
  OpenCall& call = found->second;
  switch (entry.kind) {
    case EntryKind::ring: {
      const auto contact = contacts_.find(by_sid_[entry.sid]);
      if (contact == contacts_.end()) return;
      const SeenIntent& intent = contact->second.intent;
      const auto zones = parts_.model.zones(intent.account, call.number);
      const milliseconds slack = parts_.slack();
      if (!within_hours(Channel::call, zones, entry.at) && !within_hours(Channel::call, zones, entry.at + slack) &&
          !within_hours(Channel::call, zones, entry.at - slack))
        violation("hours", name_of(intent), "it rings outside the hours of " + call.number);
      return;
    }
    case EntryKind::answer:
      call.answered = entry.at;
      if (const auto contact = contacts_.find(by_sid_[entry.sid]); contact != contacts_.end()) {
        heard_by_.insert(contact->first);
        told(contact->second.intent);
      }
      call.machine = entry.detail == "machine";
      return;
    case EntryKind::heard: call.heard = entry.text; return check_heard(call, entry.sid);
    case EntryKind::key: return may_have_pressed(call, entry.sid, entry.text);
    case EntryKind::message_left:
      for (const auto& offer : phonenet::spoken_offers(entry.text)) {
        using phonenet::Purpose;
        if (offer.purpose != Purpose::confirm && offer.purpose != Purpose::cancel &&
            offer.purpose != Purpose::call_back)
          continue;
        return violation("machine_keys", call.number, entry.text);
      }
      return;
    case EntryKind::ended:
      --running_[call.number];
      if (const auto contact = contacts_.find(by_sid_[entry.sid]); contact != contacts_.end())
        contact->second.over = entry.at;
      calls_.erase(found);
      return;
    default: return;
  }
}

/// Asked of what is heard: the call had become pointless two seconds before it was answered, or earlier.
void Checker::check_heard(const OpenCall& call, const std::string& sid) {
  const auto contact = contacts_.find(by_sid_[sid]);
  if (contact == contacts_.end() || !call.answered) return;
  const SeenIntent& intent = contact->second.intent;
  const Promise* standing = parts_.model.standing({intent.account, intent.uid});
  if (standing != nullptr && start_key(standing->start) == intent.start) return;
  Instant since{};
  for (const Promise& promise : parts_.model.promises()) {
    if (promise.visit == Visit{intent.account, intent.uid} && promise.until) since = std::max(since, *promise.until);
  }
  if (since > *call.answered - seconds{2}) return;
  for (const auto& offer : phonenet::spoken_offers(call.heard)) {
    if (offer.purpose != phonenet::Purpose::confirm) continue;
    return violation("pointless", name_of(intent), "asked to confirm, though it was off since " + to_string(since));
  }
}

void Checker::opt_out(std::int64_t account, const std::string& number) {
  parts_.trace.line(fmt::format("{} {} has opted out of clinic {}", to_string(parts_.clock.now()), number, account));
  parts_.model.opt_out(account, number, parts_.clock.now());
}

void Checker::answered(const std::string& path, const http::Fields& fields, const http::Response& response) {
  // Who hears that we cannot speak now has answered nothing.
  if (response.status != 200 || response.body.find("We cannot give you our message") != std::string::npos) return;
  const Instant now = parts_.clock.now();
  if (path.starts_with("/twilio/call/") && path.ends_with("/keys")) {
    const auto sid = http::field(fields, "CallSid");
    const auto digits = http::field(fields, "Digits");
    const auto call = sid ? calls_.find(*sid) : calls_.end();
    if (!digits || call == calls_.end()) return;
    const auto contact = contacts_.find(by_sid_[std::string(*sid)]);
    if (contact == contacts_.end()) return;
    const SeenIntent& intent = contact->second.intent;
    for (const auto& offer : phonenet::spoken_offers(call->second.heard)) {
      if (offer.key != *digits) continue;
      if (still_asked(contact->second) &&
          (offer.purpose == phonenet::Purpose::confirm || offer.purpose == phonenet::Purpose::cancel))
        parts_.model.answer({intent.account, intent.uid}, intent.start, now,
                            offer.purpose == phonenet::Purpose::confirm);
      if (offer.purpose == phonenet::Purpose::opt_out) opt_out(intent.account, intent.recipient);
    }
  } else if (path == "/twilio/text/incoming") {
    const auto body = http::field(fields, "Body");
    const auto from = http::field(fields, "From");
    const auto to = http::field(fields, "To");
    if (body && from && to) wrote(account_of(*to), std::string(*from), std::string(*body), true);
  }
}

std::int64_t Checker::account_of(std::string_view number) const {
  for (std::size_t i = 0; i < parts_.plan.clinics.size(); ++i) {
    if (parts_.plan.clinics[i].caller_number == number) return static_cast<std::int64_t>(i) + 1;
  }
  return 0;
}

/// Somebody has pressed a key; whether the application hears of it, and writes it down, is not known yet.
void Checker::may_have_pressed(const OpenCall& call, const std::string& sid, const std::string& key) {
  const auto contact = contacts_.find(by_sid_[sid]);
  if (contact == contacts_.end()) return;
  const SeenIntent& intent = contact->second.intent;
  for (const auto& offer : phonenet::spoken_offers(call.heard)) {
    using phonenet::Purpose;
    if (offer.key != key) continue;
    if (offer.purpose == Purpose::confirm || offer.purpose == Purpose::cancel)
      parts_.model.may_have_answered({intent.account, intent.uid}, intent.start, parts_.clock.now());
    if (offer.purpose == Purpose::opt_out)
      parts_.model.may_have_opted_out(intent.account, intent.recipient, parts_.clock.now());
  }
}

/// The visit is as the contact told it: what is said of another goes to a person, and is no answer.
bool Checker::still_asked(const Contact& contact) const {
  const Promise* promise = parts_.model.standing({contact.intent.account, contact.intent.uid});
  return promise != nullptr && promise->patient == contact.patient && start_key(promise->start) == contact.intent.start;
}

/// A reply is about the last text that this account sent to the phone. `heard`: the application has written it down.
void Checker::wrote(std::int64_t account, const std::string& from, const std::string& body, bool heard) {
  const Instant now = parts_.clock.now();
  if (body == "STOP") {
    if (heard) return opt_out(account, from);
    return parts_.model.may_have_opted_out(account, from, now);
  }
  const auto texts = texts_to_.find({account, from});
  if (texts == texts_to_.end()) return;
  const Contact& last = contacts_.at(*std::ranges::max_element(texts->second));
  const SeenIntent& intent = last.intent;
  for (const auto& offer : phonenet::written_offers(intent.text)) {
    using phonenet::Purpose;
    if (offer.key != body || (offer.purpose != Purpose::confirm && offer.purpose != Purpose::cancel)) continue;
    const Promise* asked = parts_.model.latest({account, intent.uid});
    if (asked == nullptr || asked->patient != last.patient) continue;
    // A later one that the phone has not got may be what the application takes it for; with texts about several visits
    // it asks which is meant, if they are still open.
    const bool sure = std::ranges::none_of(contacts_, [&](const auto& other) {
      const SeenIntent& its = other.second.intent;
      return other.first.first == account && its.recipient == from && its.channel == Channel::text &&
             (other.first.second > intent.attempt || its.uid != intent.uid);
    });
    if (heard && sure && still_asked(last)) {
      parts_.model.answer({account, intent.uid}, intent.start, now, offer.purpose == Purpose::confirm);
    } else {
      parts_.model.may_have_answered({account, intent.uid}, intent.start, now);
    }
  }
}

namespace {

constexpr std::string_view reminder_rows =
    "SELECT p.uid, r.rule, r.start, r.state, r.look_at, r.reason FROM reminder r"
    " JOIN appointment p ON p.account = r.account AND p.appointment = r.appointment WHERE r.account = $1"
    " ORDER BY p.uid, r.rule, r.start";

}  // namespace

Checker::Totals& Checker::Totals::operator+=(const Totals& other) {
  due += other.due;
  expected += other.expected;
  carried_out += other.carried_out;
  touched += other.touched;
  touched_carried_out += other.touched_carried_out;
  return *this;
}

int Checker::most_for_a_reminder() const {
  int most = 0;
  for (const auto& [name, contacts] : accepted_of_reminder_) most = std::max(most, contacts);
  return most;
}

/// All that counted for a recipient's caps: what may have left.
void Checker::list_contacts() {
  for (const auto& [key, contact] : contacts_) {
    if (contact.never_left) continue;
    owing_.contact(contact.intent.recipient, {.at = contact.at,
                                              .over = contact.over.value_or(contact.at),
                                              .channel = contact.intent.channel,
                                              .reminder = name_of(contact.intent)});
  }
}

void Checker::list_due() {
  for (const Promise& promise : parts_.model.promises()) {
    for (int rule = 1; rule <= rules; ++rule) {
      if (!promise.until || *promise.until > due_of(rule, promise.start, promise.zone)) owing_.planned(promise, rule);
    }
  }
}

/// The client was told of this very start, under whatever uid and by whatever rule, shortly before or since.
bool Checker::told_of(const Promise& promise, const std::string& name, Instant free) const {
  if (accepted_of_reminder_.contains(name)) return true;
  const auto found = told_.find(person_of(promise.visit.first, promise.patient, start_key(promise.start)));
  return found != told_.end() && std::ranges::any_of(found->second, [&](Instant at) {
           return at > free - spread_over - hours{1} && at < free + hours{1};
         });
}

bool Checker::withdrawn_rightly(const Promise& promise) const { return promise.until || promise.answered; }

void Checker::judge(const Promise& promise, int rule, const std::string& name, const Row& row) {
  const Owing::Judged judged = owing_.judge(promise, rule, name, parts_.slack());
  parts_.counts.add(judged.by.empty() ? fmt::format("owed.{}", simulation::name_of(judged.owed))
                                      : fmt::format("owed.{}.{}", simulation::name_of(judged.owed), judged.by));
  if (judged.owed == Owed::answered || judged.owed == Owed::ended || judged.owed == Owed::later) return;
  ++totals_.due;
  const bool carried_out = told_of(promise, name, judged.free);
  if (judged.owed == Owed::touched) {
    ++totals_.touched;
    totals_.touched_carried_out += carried_out ? 1 : 0;
  }
  if (judged.owed != Owed::yes) return;
  ++totals_.expected;
  totals_.carried_out += carried_out ? 1 : 0;
  if (carried_out) return;
  const std::string& state = row[3].text();
  parts_.counts.add(fmt::format("not_carried_out.{}.{}", state, row[5].text()));
  missing_.emplace_back(promise.visit, fmt::format("not carried out: {} is {} {}, and its way was free at {}", name,
                                                   state, row[5].text(), to_string(judged.free)));
}

void Checker::check_row(const Promise& promise, int rule, const Row* row) {
  const std::string start = start_key(promise.start);
  const std::string name =
      fmt::format("clinic {} {} rule {} of {}", promise.visit.first, promise.visit.second, rule, start);
  const Instant due = due_of(rule, promise.start, promise.zone);
  const Instant end = parts_.plan.ends;
  if (due > end - hours{8}) return;
  if (promise.until && *promise.until < due) return;
  if (promise.since > Owing::first_moment(promise, rule) - minutes{1}) return;
  parts_.counts.add("planned");
  if (row == nullptr) return violation("vanished", name, "there is no such reminder");
  const std::string& state = (*row)[3].text();
  if (state == "waiting" && (*row)[4].instant() < end - minutes{30} && !parts_.model.stopped(promise.visit.first))
    violation("vanished", name, "it still waits, and nobody has looked at it since " + to_string((*row)[4].instant()));
  if ((*row)[5].text() == "discarded" && !discarded_.contains(name))
    violation("decided", name, "it is discarded, and nobody has done so");
  if (state == "withdrawn" && !withdrawn_rightly(promise))
    violation("vanished", name, "it is withdrawn, though its booking stands: " + (*row)[5].text());
  judge(promise, rule, name, *row);
}

/// Into the trace, with all that the ledger has about the appointment.
Result<void> Checker::tell_missing(Db& db) const {
  for (const auto& [visit, words] : missing_) {
    parts_.trace.line(words);
    for (const auto& row : TRY(db.run("SELECT l.at, l.kind, l.code, l.channel, l.attempt, b.body FROM ledger l"
                                      " JOIN appointment p ON p.account = l.account AND p.appointment = l.appointment"
                                      " LEFT JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
                                      " WHERE l.account = $1 AND p.uid = $2 ORDER BY l.seq",
                                      {visit.first, visit.second}))) {
      parts_.trace.line(fmt::format("  {} {} {} {} {} {}", to_string(row[0].instant()), row[1].text(), row[2].text(),
                                    row[3].text(), row[4].number(), row[5].text()));
    }
  }
  return {};
}

/// Each committed intent has one entry, which is the request that left; what the gateway was told to have taken is what
/// it has taken.
Result<void> Checker::check_ledger(Db& db, std::int64_t account) {
  std::set<std::int64_t> entries;
  for (const auto& row : TRY(db.run(
           "SELECT l.attempt, b.body FROM ledger l LEFT JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
           " WHERE l.account = $1 AND l.kind = 'intended' ORDER BY l.seq",
           {account}))) {
    const std::string about = fmt::format("clinic {} attempt {}", account, row[0].number());
    const auto contact = contacts_.find({account, row[0].number()});
    if (contact == contacts_.end()) {
      violation("wire_is_ledger", about, "it is in the ledger, and was never committed");
      continue;
    }
    if (!entries.insert(row[0].number()).second) violation("wire_is_ledger", about, "it is in the ledger twice");
    const std::string& left = contact->second.left;
    if (contact->second.requests > 0 && row[1].text() != left)
      violation("wire_is_ledger", about, "on the wire: " + left + "; in the ledger: " + row[1].text());
    if (contact->second.requests > 0) parts_.counts.add("ledger_is_wire");
  }
  for (const auto& [key, contact] : contacts_) {
    if (key.first == account && !entries.contains(key.second))
      violation("wire_is_ledger", name_of(contact.intent), "its intent is not in the ledger");
  }
  for (const auto& row :
       TRY(db.run("SELECT l.attempt, b.body FROM ledger l JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
                  " WHERE l.account = $1 AND l.kind = 'sent' AND l.code = 'accepted' ORDER BY l.seq",
                  {account}))) {
    const auto contact = contacts_.find({account, row[0].number()});
    if (contact == contacts_.end()) continue;
    const bool email = contact->second.intent.channel == Channel::email;
    const std::string sid = email ? message_id(contact->second.intent) : contact->second.sid;
    if (row[1].text().find(sid) == std::string::npos)
      violation("wire_is_ledger", name_of(contact->second.intent), "taken as " + sid + ", noted as " + row[1].text());
  }
  return {};
}

Result<void> Checker::finish(Db& db) {
  list_contacts();
  list_due();
  for (std::size_t clinic = 0; clinic < parts_.plan.clinics.size(); ++clinic) {
    const auto account = static_cast<std::int64_t>(clinic) + 1;
    std::map<std::string, Row> rows;
    for (Row& row : TRY(db.run(reminder_rows, {account}))) {
      rows.emplace(fmt::format("{} {} {}", row[0].text(), row[1].number(), row[2].text()), std::move(row));
    }
    for (const Promise& promise : parts_.model.promises()) {
      if (promise.visit.first != account) continue;
      for (int rule = 1; rule <= rules; ++rule) {
        const auto found = rows.find(fmt::format("{} {} {}", promise.visit.second, rule, start_key(promise.start)));
        check_row(promise, rule, found == rows.end() ? nullptr : &found->second);
      }
    }
    // One that is unknown and is not looked up any more is on the staff's list.
    for (const auto& row :
         TRY(db.run("SELECT attempt, state, intended_at FROM attempt WHERE account = $1"
                    " AND (state = 'intended' OR (state = 'unknown' AND look_at IS NOT NULL)) ORDER BY attempt",
                    {account}))) {
      if (row[2].instant() > parts_.plan.ends - hours{1}) continue;
      violation("unsettled", fmt::format("clinic {} attempt {}", account, row[0].number()),
                "it is still " + row[1].text() + ", intended at " + to_string(row[2].instant()));
    }
    TRY(check_ledger(db, account));
  }
  return tell_missing(db);
}

}  // namespace courtesy::simulation
