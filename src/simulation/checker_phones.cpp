// What the phones tell, and what whoever answers, presses and writes must find.
#include <fmt/format.h>

#include <algorithm>

#include "phonenet/personas/offers.h"
#include "simulation/checker.h"
#include "simulation/checker_names.h"

namespace courtesy::simulation {

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

}  // namespace courtesy::simulation
