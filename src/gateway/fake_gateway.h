// A gateway that works, without a network behind it: for tests of others.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/whole_number.h"
#include "gateway/gateway.h"

namespace courtesy {

/// Takes all three channels, keeps what it was sent, answers by script, finds what it has done when it is asked.
class FakeGateway final : public Gateway {
 public:
  /// What becomes of a send, and what the sender observes.
  enum class Reply {
    accepted,
    refused,
    opted_out,  ///< refused, since the recipient has opted out
    not_sent,
    answer_lost,   ///< unknown to the sender, though it was done
    request_lost,  ///< unknown to the sender, and nothing was done
  };
  struct Contact {
    AccountId account;
    AttemptId attempt;
    Channel channel;
    std::string recipient;
    std::string sender;
    std::string text;
    std::string token;
    seconds validity;         ///< how long a carrier might keep it
    std::string provider_id;  ///< empty unless it was done
    Instant at;
    AttemptState state;
    AttemptOutcome outcome;

    bool done() const { return !provider_id.empty(); }
  };

  explicit FakeGateway(const Clock& clock) : clock_(clock) {}

  /// For the next send without a reply of its own; else `accepted`.
  void next(Reply reply) { replies_.push_back(reply); }
  /// From now on the senders' callbacks wait for release().
  void hold() { holding_ = true; }
  void release() {
    holding_ = false;
    for (auto& give : std::exchange(held_, {})) give();
  }
  /// While true, look_up answers `unavailable`, and nothing is called off.
  void be_unreachable(bool yes) { unreachable_ = yes; }
  /// A contact goes on, as at a real gateway. INVARIANT: it was done.
  void progress(const std::string& provider_id, AttemptState state, AttemptOutcome outcome = AttemptOutcome::none) {
    Contact* contact = find(provider_id);
    INVARIANT(contact != nullptr);
    contact->state = state;
    contact->outcome = outcome;
  }

  /// All sends, in order; those that were done rang a phone.
  const std::vector<Contact>& contacts() const { return contacts_; }
  int call_offs() const { return call_offs_; }
  /// Calls that were told to go on elsewhere, and where, in order; refused ones too.
  const std::vector<std::pair<std::string, std::string>>& redirects() const { return redirects_; }
  std::size_t done_count() const {
    return static_cast<std::size_t>(
        std::count_if(contacts_.begin(), contacts_.end(), [](const Contact& contact) { return contact.done(); }));
  }

  Result<Prepared> prepare(const Intent& intent) const override {
    if (intent.recipient.empty() || intent.sender.empty()) return invalid("fake: no recipient or no sender");
    for (const std::string* line : {&intent.recipient, &intent.sender, &intent.subject}) {
      if (line->find_first_of("\r\n") != std::string::npos)
        return invalid("fake: a line break in an address or subject");
    }
    if (intent.channel != Channel::call && intent.text.empty()) return invalid("fake: the text is empty");
    const http::Fields fields{{"recipient", intent.recipient},
                              {"sender", intent.sender},
                              {"text", intent.text},
                              {"token", intent.token.reveal()},
                              {"validity", std::to_string(intent.validity.count())}};
    return Prepared{.attempt = intent.attempt,
                    .account = intent.account,
                    .channel = intent.channel,
                    .what = http::Request{.method = "POST", .url = "fake:contact", .body = http::encode_form(fields)}};
  }

  void send(Prepared prepared, UniqueFunction<void(Ending)> done) override {
    const Reply reply = take_reply();
    contacts_.push_back(contact_of(prepared));
    Contact& contact = contacts_.back();
    if (reply == Reply::accepted || reply == Reply::answer_lost) {
      contact.provider_id = "fake-" + std::to_string(contacts_.size());
      contact.state = AttemptState::accepted;
    }
    Task give([ending = ending_of(reply, contact), done = std::move(done)]() mutable { done(std::move(ending)); });
    if (holding_) {
      held_.push_back(std::move(give));
    } else {
      give();
    }
  }

  void look_up(LookUp question, UniqueFunction<void(Result<std::vector<Sighting>>)> done) override {
    if (unreachable_) return done(Error{ErrorCode::unavailable, "fake: not reachable; ask again later"});
    std::vector<Sighting> found;
    for (const Contact& contact : contacts_) {
      if (contact.done() && matches(contact, question)) {
        found.push_back({contact.provider_id, contact.state, contact.outcome, contact.at});
      }
    }
    done(std::move(found));
  }

  void redirect(std::string provider_id, std::string url, UniqueFunction<void(Ending)> done) override {
    redirects_.push_back({provider_id, std::move(url)});
    const Contact* contact = find(provider_id);
    if (contact == nullptr || contact->state != AttemptState::in_progress) {
      return done({.kind = EndingKind::refused, .code = "not_live", .detail = "no call that goes on"});
    }
    done({.kind = EndingKind::accepted, .provider_id = std::move(provider_id)});
  }

  void call_off(std::string provider_id, UniqueFunction<void(Ending)> done) override {
    ++call_offs_;
    if (unreachable_) return done({.kind = EndingKind::not_sent, .code = "unreachable"});
    Contact* contact = find(provider_id);
    if (contact == nullptr)
      return done({.kind = EndingKind::refused, .code = "not_found", .detail = "no such contact"});
    const bool open = contact->channel == Channel::call &&
                      (contact->state == AttemptState::accepted || contact->state == AttemptState::ringing);
    if (!open) return done({.kind = EndingKind::refused, .code = "answered", .detail = "too late to be called off"});
    contact->state = AttemptState::ended;
    contact->outcome = AttemptOutcome::cancelled;
    done({.kind = EndingKind::accepted, .provider_id = provider_id});
  }

 private:
  Reply take_reply() {
    if (replies_.empty()) return Reply::accepted;
    const Reply reply = replies_.front();
    replies_.pop_front();
    return reply;
  }

  Contact contact_of(const Prepared& prepared) const {
    const auto fields = http::parse_form(std::get<http::Request>(prepared.what).body).value();
    const auto text = [&](std::string_view name) { return std::string(http::field(fields, name).value_or("")); };
    return {.account = prepared.account,
            .attempt = prepared.attempt,
            .channel = prepared.channel,
            .recipient = text("recipient"),
            .sender = text("sender"),
            .text = text("text"),
            .token = text("token"),
            .validity = seconds{whole_number<int>(text("validity")).value_or(0)},
            .provider_id = {},
            .at = clock_.now(),
            .state = AttemptState::intended,
            .outcome = AttemptOutcome::none};
  }

  static Ending ending_of(Reply reply, const Contact& contact) {
    switch (reply) {
      case Reply::accepted: return {.kind = EndingKind::accepted, .provider_id = contact.provider_id};
      case Reply::refused: return {.kind = EndingKind::refused, .code = "refused", .detail = "refused by script"};
      case Reply::opted_out:
        return {.kind = EndingKind::refused, .code = "opted_out", .detail = "has opted out", .opted_out = true};
      case Reply::not_sent: return {.kind = EndingKind::not_sent, .code = "nothing_left", .detail = "nothing left"};
      case Reply::answer_lost:
      case Reply::request_lost: break;
    }
    return {.kind = EndingKind::unknown, .code = "broken", .detail = "no complete answer"};
  }

  static bool matches(const Contact& contact, const LookUp& question) {
    if (!question.provider_id.empty()) return contact.provider_id == question.provider_id;
    return contact.channel == question.channel && contact.recipient == question.recipient &&
           contact.sender == question.sender && (contact.channel == Channel::call || contact.text == question.text) &&
           contact.at >= question.intended - seconds{5} && contact.at <= question.intended + seconds{90};
  }

  Contact* find(const std::string& provider_id) {
    const auto found = std::find_if(contacts_.begin(), contacts_.end(), [&](const Contact& contact) {
      return contact.done() && contact.provider_id == provider_id;
    });
    return found == contacts_.end() ? nullptr : &*found;
  }

  const Clock& clock_;
  std::deque<Reply> replies_;
  std::vector<Contact> contacts_;
  std::vector<Task> held_;
  std::vector<std::pair<std::string, std::string>> redirects_;
  bool holding_ = false;
  bool unreachable_ = false;
  int call_offs_ = 0;
};

}  // namespace courtesy
